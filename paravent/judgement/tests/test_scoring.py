"""Each reason of a score holds where it says, and narrowly not elsewhere; a rule alone never passes the line."""

from typing import Any

import polars as pl
import pytest

from paravent.judgement.frames import SCHEMAS, WEEKS
from paravent.judgement.scoring import VERSION, judge
from paravent.judgement.tests.cast import (
    ALI,
    BEA,
    CEM,
    DUA,
    EVE,
    FORMERLY_THEIRS,
    LATER_DUTY,
    MONDAY,
    NEXT_DOOR,
    OLD,
    SETTLED,
    STAFF,
    THEIRS,
    WEEK_HOURS,
    again,
    at,
    by_turns,
    crossing,
    frames,
    look,
    many,
    peers,
    told,
)
from paravent.judgement.weights import ACCESS, LINE, WEEK, WEIGHTS

PHANTOM = {
    "visit": 17,
    "made_by": BEA,
    "made_at": 9.9,
    "starts_at": 30.0,
    "ends_at": 31.0,
    "cancelled_at": 10.1,
    "cancelled_by": BEA,
}
AT_ONCE = {"visit": 17, "made_by": BEA, "made_at": 8.5}
ELSEWHERE = {"visit": 3, "clinician": CEM, "made_at": -90.0, "starts_at": -80.0, "ends_at": -79.0, "joined_at": -80.0}
HELD = {"visit": 17, "clinician": CEM, "opened_at": 9.0, "joined_at": 9.1, "ended_at": 9.4}
GLASS = [{"opened_at": 10.0, "closes_at": 11.0}]

ACCESS_HOLDS: list[tuple[str, dict[str, Any]]] = [
    ("unexplained", {}),
    ("phantom-visit", {"visits": [PHANTOM]}),
    ("visit-alone", {"accesses": [look(10), look(50, actor=CEM)], "visits": [AT_ONCE]}),
    (
        "visit-alone-elsewhere",
        {"accesses": [look(10), look(50, actor=CEM)], "visits": [AT_ONCE, ELSEWHERE]},
    ),
    ("gone", {"accesses": [look(10, outcome="refused")], "roles": [{"person": BEA, "ends_at": 9.0}]}),
    ("uninvited", {"accesses": [look(9.2, outcome="refused", visit=17)], "visits": [HELD]}),
    (
        "own-relation",
        {"relations": [{"person": BEA, "why": "referral", "made_by": BEA, "starts_at": 9.5, "ends_at": 10.1}]},
    ),
    ("glass-off-duty", {"glasses": GLASS, "duties": LATER_DUTY}),
    ("refused", {"accesses": [look(10, outcome="refused")]}),
    ("standing", {"relations": [OLD], "memberships": [{"person": BEA, "team": 7}]}),
    ("close", {**NEXT_DOOR, "memberships": [{"person": BEA, "team": 7}]}),
    (
        "old-place",
        {
            "relations": [OLD],
            "memberships": [{"person": BEA, "team": 7}],
            "duties": [{"person": BEA, "team": 7, "starts_at": -2000.0, "ends_at": -1990.0}],
        },
    ),
    (
        "glass-beside-duty",
        {
            "glasses": GLASS,
            "duties": [
                {"person": BEA, "team": 7, "starts_at": 8.0, "ends_at": 16.0},
                {"person": CEM, "starts_at": 8.0, "ends_at": 16.0},
            ],
        },
    ),
    ("after-refusal", {"accesses": [look(9.9, outcome="refused"), look(10.1)], "glasses": GLASS}),
    ("clock-back", {"accesses": [look(12, patient=EVE), look(10)]}),
    ("own-file", {"kinships": [{"person": BEA, "patient": ALI, "kind": "self"}]}),
    ("same-surname", {"kinships": [{"person": BEA, "patient": ALI, "kind": "surname"}]}),
    ("same-address", {"kinships": [{"person": BEA, "patient": ALI, "kind": "address"}]}),
    ("same-phone", {"kinships": [{"person": BEA, "patient": ALI, "kind": "phone"}]}),
    ("family", {"kinships": [{"person": BEA, "patient": ALI, "kind": "family"}]}),
    ("declared", {"kinships": [{"person": BEA, "patient": ALI, "kind": "declared"}]}),
    ("colleague", {"notables": [{"patient": ALI, "kind": "staff", "starts_at": 0.0}]}),
    ("vip", {"notables": [{"patient": ALI, "kind": "vip", "starts_at": 0.0}]}),
    ("news", {"notables": [{"patient": ALI, "kind": "news", "starts_at": 9.0, "ends_at": 20.0}]}),
    ("crowd", {"accesses": [look(10 + nth, actor=10 + nth) for nth in range(5)]}),
    ("crowd", {"accesses": [look(20 + 2 * nth, actor=10 + nth) for nth in range(5)]}),
    ("after-notice", {"notices": [{"person": BEA, "given_at": 9.0, "leaves_at": 800.0}]}),
    ("brief-role", {"roles": [{"person": BEA, "starts_at": 9.0, "ends_at": 11.0}]}),
    ("off-duty", {"duties": LATER_DUTY}),
]

ACCESS_NOT: list[tuple[str, dict[str, Any]]] = [
    ("close", {**NEXT_DOOR}),
    (
        "close",
        {
            **NEXT_DOOR,
            "memberships": [{"person": BEA, "team": 7}],
            "kinships": [{"person": BEA, "patient": ALI, "kind": "surname"}],
        },
    ),
    ("unexplained", {"visits": [{"visit": 17}]}),
    ("phantom-visit", {"visits": [{**PHANTOM, "cancelled_by": DUA}]}),
    ("visit-alone", {"visits": [{**AT_ONCE, "joined_at": 9.0}]}),
    ("visit-alone-elsewhere", {"accesses": [look(10), look(50, actor=CEM)], "visits": [AT_ONCE]}),
    ("gone", {"accesses": [look(10, outcome="refused")], "roles": [{"person": BEA, "ends_at": 11.0}]}),
    (
        "gone",
        {
            "accesses": [look(10, outcome="refused")],
            "roles": [{"person": BEA, "ends_at": 9.0}, {"person": BEA, "role": "dpo", "starts_at": 9.0}],
        },
    ),
    ("uninvited", {"accesses": [look(9.6, outcome="refused", visit=17)], "visits": [HELD]}),
    ("uninvited", {"accesses": [look(9.2, outcome="refused", visit=17)], "visits": [{**HELD, "clinician": BEA}]}),
    (
        "own-relation",
        {"relations": [{"person": BEA, "why": "referral", "made_by": BEA, "starts_at": 9.5, "ends_at": 90.0}]},
    ),
    ("glass-off-duty", {"glasses": GLASS, "duties": [{"person": BEA, "starts_at": 3.0, "ends_at": 8.5}]}),
    ("glass-off-duty", {"glasses": GLASS}),
    ("glass-beside-duty", {"glasses": GLASS, "duties": [{"person": BEA, "starts_at": 8.0, "ends_at": 16.0}]}),
    ("after-refusal", {"accesses": [look(9.9, outcome="refused", patient=EVE), look(10.1)], "glasses": GLASS}),
    ("clock-back", {"accesses": [look(10.4, patient=EVE), look(10)]}),
    ("standing", {"relations": [{**OLD, "starts_at": -24.0}], "memberships": [{"person": BEA, "team": 7}]}),
    ("same-surname", {"kinships": [{"person": CEM, "patient": ALI, "kind": "surname"}]}),
    ("family", {"kinships": [{"person": BEA, "patient": ALI, "kind": "family"}], "visits": [{"visit": 17}]}),
    ("news", {"notables": [{"patient": ALI, "kind": "news", "starts_at": 0.0, "ends_at": 9.9}]}),
    ("crowd", {"accesses": [look(10 + nth, actor=10 + nth) for nth in range(4)]}),
    ("crowd", {"accesses": [look(10 + 7 * nth, actor=10 + nth) for nth in range(5)]}),
    ("after-notice", {"notices": [{"person": BEA, "given_at": 10.5, "leaves_at": 800.0}]}),
    ("brief-role", {"roles": [{"person": BEA, "starts_at": 9.0, "ends_at": 34.0}]}),
    ("off-duty", {"duties": [{"person": BEA, "starts_at": 3.0, "ends_at": 8.5}]}),
    ("off-duty", {"duties": [{"person": CEM, "starts_at": 30.0, "ends_at": 38.0}]}),
]


def reasons_of_accesses(rows: dict[str, Any]) -> set[str]:
    """Return the reasons of all accesses of a case."""
    return {one["name"] for held in judge(told(rows)).accesses["reasons"] for one in held}


@pytest.mark.parametrize(("name", "rows"), ACCESS_HOLDS, ids=[name for name, _ in ACCESS_HOLDS])
def test_a_reason_of_an_access_holds(name: str, rows: dict[str, Any]) -> None:
    assert name in reasons_of_accesses(rows)


@pytest.mark.parametrize(("name", "rows"), ACCESS_NOT, ids=[name for name, _ in ACCESS_NOT])
def test_a_reason_of_an_access_narrowly_does_not_hold(name: str, rows: dict[str, Any]) -> None:
    assert name not in reasons_of_accesses(rows)


def test_every_reason_has_a_frame_in_which_it_holds() -> None:
    assert {name for name, _ in ACCESS_HOLDS} == {weight.name for weight in ACCESS}


def test_rules_alone_never_pass_the_line() -> None:
    explained = {
        "relations": [
            {"team": 7, "patient": 1000 + nth * 50, "starts_at": week * WEEK_HOURS, "ends_at": 9000.0}
            for week in range(5)
            for nth in range(80)
        ],
        "memberships": [{"person": BEA, "team": 7}],
    }
    lines = [one for week in range(5) for one in many(2 if week < 4 else 60, week * WEEK_HOURS + 9, act="file.export")]
    weeks = judge(
        told(
            {
                "accesses": [*lines, *peers(5)],
                "duties": [{"person": BEA, "team": 7, "starts_at": 0.0, "ends_at": 1.0}],
                **explained,
            }
        )
    ).weeks
    last = weeks.filter(pl.col("person") == BEA, pl.col("week") == at(4 * WEEK_HOURS).date())
    assert {"volume-past", "volume-peers", "copies", "hours"} == {one["name"] for one in last["reasons"][0]}
    assert sum(one["weight"] for one in last["reasons"][0]) > LINE / 100
    assert last["score"][0] < LINE / 100


def test_family_alone_is_no_alert_and_family_without_a_reason_is() -> None:
    kin = {"kinships": [{"person": BEA, "patient": ALI, "kind": "family"}]}
    assert judge(told({**kin, "visits": [{"visit": 17}]})).weeks["score"].to_list() == [0.0]
    assert judge(told(kin)).weeks["score"][0] >= LINE / 100


def test_a_look_at_a_neighbours_file_is_a_question_only_where_nothing_says_what_for() -> None:
    team = {**NEXT_DOOR, "memberships": [{"person": BEA, "team": 7}]}
    visit = {"visits": [{"visit": 17}]}
    alone, visited, stranger = (
        judge(told(rows)).weeks["score"][0] for rows in (team, team | visit, team | {"kinships": []})
    )
    assert stranger < LINE / 100 <= alone
    assert visited == 0.0


def test_one_letter_about_two_people_is_no_question_and_three_visits_in_a_week_are() -> None:
    one, three = (
        judge(told({"accesses": [*crossing(visits), *peers()], "visits": [{"visit": 17 + nth} for nth in range(3)]}))
        for visits in (1, 3)
    )
    scores = [found.weeks.filter(person=BEA)["score"][0] for found in (one, three)]
    assert scores[0] < LINE / 100 <= scores[1]


def test_documents_that_cross_around_a_sunday_are_counted_together_and_those_of_two_weeks_are_not() -> None:
    visits = {"visits": [{"visit": 17 + nth} for nth in range(4)]}
    friday, tuesday, later = 96.0 + 9, WEEK_HOURS + 24 + 9, WEEK_HOURS + 96 + 10
    scores = [
        judge(told({"accesses": [*crossing(2, friday), *crossing(2, then, 19), *peers(2)], **visits}))
        .weeks.filter(person=BEA)["score"]
        .max()
        for then in (tuesday, later)
    ]
    assert scores[1] < LINE / 100 <= scores[0]  # type: ignore[operator]


def test_an_account_in_two_places_on_one_day_may_be_a_tablet_and_on_two_days_is_a_question() -> None:
    one, two = ([one for day in range(days) for one in by_turns(start=10.0 + day * 24)] for days in (1, 2))
    visit = {"visits": [{"visit": 17}], "roles": STAFF}
    scores = [judge(told({"accesses": [SETTLED, *lines, *peers()], **visit})).weeks["score"][0] for lines in (one, two)]
    assert 0 < scores[0] < LINE / 100 <= scores[1]


def test_a_glass_broken_on_duty_is_judged_more_mildly_than_no_reason_at_all() -> None:
    kin = {"kinships": [{"person": BEA, "patient": ALI, "kind": "family"}]}
    mild = judge(told({**kin, "glasses": GLASS})).weeks["score"][0]
    assert 0 < mild < LINE / 100


def test_a_list_gone_through_once_stays_below_the_line_and_again_within_weeks_is_asked_about() -> None:
    again = [*many(12), *many(12, 3 * WEEK_HOURS + 8)]
    weeks = judge(told({"accesses": [*again, *peers(4)], **THEIRS})).weeks.filter(pl.col("person") == BEA)
    assert [score >= LINE / 100 for score in weeks["score"]] == [False, True]


def test_who_helps_for_a_shift_where_they_used_to_work_is_no_question_and_who_comes_again_is() -> None:
    helped, came_back = (
        judge(told({"accesses": [*lines, *peers(2)], **FORMERLY_THEIRS})).weeks.filter(person=BEA)["score"].max()
        for lines in (many(8), [*many(2), *many(2, WEEK_HOURS + 8)])
    )
    assert 0 < helped < LINE / 100 <= came_back  # type: ignore[operator]


def test_two_files_printed_again_are_no_question_and_three_are() -> None:
    visits = [{"visit": nth, "patient": 1000 + nth * 50} for nth in range(3)]
    two, three = (
        judge(told({"accesses": [*again(1, files), *peers()], "visits": visits})).weeks.filter(person=BEA)["score"][0]
        for files in (2, 3)
    )
    assert 0 < two < LINE / 100 <= three


def test_who_the_patient_is_counts_less_where_nothing_was_seen() -> None:
    rows = {"kinships": [{"person": BEA, "patient": ALI, "kind": "family"}]}
    seen, refused = (
        judge(told({"accesses": [look(10, outcome=outcome)], **rows})).weeks["score"][0]
        for outcome in ("done", "refused")
    )
    assert refused < LINE / 100 <= seen


def test_of_a_crowd_one_stands_for_all() -> None:
    judged = judge(told({"accesses": [look(10 + nth, actor=10 + nth) for nth in range(8)]})).weeks
    assert [score >= LINE / 100 for score in judged.sort("person")["score"]] == [True, *[False] * 7]


def test_a_week_says_at_whose_file_it_was_one_of_a_crowd_and_what_it_scores_without_it() -> None:
    looks = [look(10 + nth, actor=10 + nth) for nth in range(5)]
    rows = {"kinships": [{"person": 14, "patient": EVE, "kind": "family"}]}
    judged = judge(told({"accesses": [*looks, look(20, actor=14, patient=EVE), look(21, actor=15)], **rows})).weeks

    found = {row["person"]: (row["crowds"], row["score"] - row["apart"] > 0) for row in judged.iter_rows(named=True)}
    assert found == {person: ([ALI], True) for person in range(10, 16)}
    last = judged.row(by_predicate=pl.col("person") == 14, named=True)
    assert last["apart"] == judge(told({"accesses": [look(20, actor=14, patient=EVE)], **rows})).weeks["score"][0]


def test_who_comes_to_the_file_long_after_its_crowd_is_not_of_it() -> None:
    looks = [*(look(20 + 2 * nth, actor=10 + nth) for nth in range(5)), look(28 + 25, actor=30)]
    judged = judge(told({"accesses": looks})).accesses.sort("entry")
    assert ["crowd" in {one["name"] for one in reasons} for reasons in judged["reasons"]] == [True] * 5 + [False]


def test_the_score_of_a_week_is_the_sum_of_its_reasons() -> None:
    judged = judge(told({"accesses": many(12), "kinships": [{"person": BEA, "patient": 1000, "kind": "family"}]})).weeks
    assert judged["score"][0] == pytest.approx(sum(one["weight"] for one in judged["reasons"][0]))


def test_the_oddest_access_of_a_week_stands_first() -> None:
    judged = judge(
        told(
            {
                "accesses": [look(10, patient=EVE), look(11)],
                "kinships": [{"person": BEA, "patient": ALI, "kind": "family"}],
            }
        )
    )
    assert judged.weeks["entries"].to_list() == [[1, 0]]
    assert judged.weeks["week"].to_list() == [MONDAY.date()]


def test_nothing_is_judged_in_an_empty_house() -> None:
    judged = judge(frames())
    assert judged.accesses.is_empty()
    assert judged.weeks.is_empty()
    assert judged.weeks.schema == WEEKS
    assert judged.version == VERSION


def test_every_weight_is_told_in_a_sentence() -> None:
    assert all(weight.sentence.endswith(".") for weight in WEIGHTS.values())
    assert len(WEIGHTS) == len(ACCESS) + len(WEEK)


def test_no_column_of_the_frames_is_read_that_says_what_somebody_is_called() -> None:
    assert "name" not in {column for schema in SCHEMAS.values() for column in schema}
