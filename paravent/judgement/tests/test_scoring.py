"""Each reason of a score holds where it says, and narrowly not elsewhere; a rule alone never passes the line."""

from typing import Any

import polars as pl
import pytest

from paravent.judgement.frames import SCHEMAS, WEEKS, Frames
from paravent.judgement.scoring import VERSION, judge
from paravent.judgement.tests.cast import ALI, BEA, CEM, DUA, EVE, MONDAY, at, frames, look
from paravent.judgement.weights import ACCESS, LINE, WEEK, WEIGHTS

WEEK_HOURS = 168.0
PEERS = range(10, 30)
STAFF = [{"person": one} for one in (BEA, CEM, *PEERS)]


def many(count: int, start: float = 8.0, **more: Any) -> list[dict[str, Any]]:
    """Return looks at as many files, far from each other in number, a quarter of an hour apart."""
    return [look(start + nth / 4, patient=1000 + nth * 50, **more) for nth in range(count)]


def peers(weeks: int = 1, **more: Any) -> list[dict[str, Any]]:
    """Return lines of peers who do a little each week, without anything to explain."""
    line = {"patient": None, "act": "visit.list-day"} | more
    return [look(week * WEEK_HOURS + 9, actor=one, **line) for week in range(weeks) for one in PEERS]


def crossing(visits: int, **more: Any) -> list[dict[str, Any]]:
    """Return so many visits into which a document of somebody else's file went."""
    return [look(9 + nth, act="document.send-anyway", visit=17 + nth, **more) for nth in range(visits)]


def twice(days: int) -> list[dict[str, Any]]:
    """Return so many days, on each of which three files are printed twice."""
    return [one for day in range(days) for start in (8.0, 8.1) for one in many(3, 24 * day + start, act="file.print")]


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
OLD = {"team": 7, "starts_at": -900.0, "ends_at": 9000.0}
OLDEST = 1000 + 50 * 12
"""One more than the last file that `many` opens."""
THEIRS = {
    "memberships": [{"person": BEA, "team": 7}],
    "relations": [{**OLD, "patient": patient} for patient in range(1000, OLDEST, 50)],
}
NEXT_DOOR = {"relations": [OLD], "kinships": [{"person": BEA, "patient": ALI, "kind": "address"}]}
GLASS = [{"opened_at": 10.0, "closes_at": 11.0}]
LATER_DUTY = [{"person": BEA, "starts_at": 30.0, "ends_at": 38.0}]
BY_TURNS = [{"device": nth % 2, "place": nth % 2} for nth in range(6)]

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
    ("after-notice", {"notices": [{"person": BEA, "given_at": 10.5, "leaves_at": 800.0}]}),
    ("brief-role", {"roles": [{"person": BEA, "starts_at": 9.0, "ends_at": 34.0}]}),
    ("off-duty", {"duties": [{"person": BEA, "starts_at": 3.0, "ends_at": 8.5}]}),
    ("off-duty", {"duties": [{"person": CEM, "starts_at": 30.0, "ends_at": 38.0}]}),
]

WEEK_HOLDS: list[tuple[str, dict[str, Any]]] = [
    ("sweep", {"accesses": [*many(12), *peers()], **THEIRS}),
    ("returns", {"accesses": [look(10 + 48 * nth) for nth in range(3)]}),
    ("many-unexplained", {"accesses": [*many(12), *peers()]}),
    ("drip", {"accesses": [one for week in range(6) for one in many(5, week * WEEK_HOURS + 9)] + peers(6)}),
    (
        "searches",
        {"accesses": [look(10 + nth / 60, act="patient.search", patient=None) for nth in range(40)] + peers()},
    ),
    ("refusals", {"accesses": [*many(30, outcome="refused"), *peers()]}),
    ("two-places", {"accesses": [look(10 + nth / 20, **where) for nth, where in enumerate(BY_TURNS)] + peers()}),
    ("ward", {"accesses": many(4), "relations": [{"team": 7, "patient": 1000 + nth * 50} for nth in range(4)]}),
    ("walk", {"accesses": [look(10 + nth / 60, patient=500 + nth) for nth in range(8)]}),
    (
        "volume-past",
        {"accesses": [one for week in range(5) for one in many(2 if week < 4 else 40, week * WEEK_HOURS + 9)]},
    ),
    ("volume-peers", {"accesses": [*many(40), *peers()]}),
    ("copies", {"accesses": [*many(30, act="file.export"), *peers()]}),
    ("hours", {"accesses": many(20), "duties": [{"person": BEA, "starts_at": 60.0, "ends_at": 68.0}]}),
    ("crossed", {"accesses": [*crossing(2), *peers()]}),
    ("copied-again", {"accesses": [*twice(2), *peers()]}),
    (
        "searches",
        {
            "accesses": [
                *(look(10 + nth / 240, act="patient.search", patient=None) for nth in range(40)),
                look(10.2),
                *peers(),
            ]
        },
    ),
]

WEEK_NOT: list[tuple[str, dict[str, Any]]] = [
    ("sweep", {"accesses": [*many(12), *peers()]}),
    ("sweep", {"accesses": [*many(5), *peers()], **THEIRS}),
    ("sweep", {"accesses": [*many(12, act="file.export"), *peers()], **THEIRS}),
    ("sweep", {"accesses": [*many(12), *peers()], "duties": LATER_DUTY, **THEIRS}),
    ("many-unexplained", {"accesses": [*many(12), *peers()], **THEIRS}),
    ("returns", {"accesses": [look(10 + nth) for nth in range(3)]}),
    ("returns", {"accesses": [look(10 + 200 * nth) for nth in range(3)]}),
    ("many-unexplained", {"accesses": [*many(1), *peers()]}),
    (
        "many-unexplained",
        {
            "accesses": [
                look(9 + nth / 9, patient=one * 7919 + nth, actor=one) for one in (BEA, *PEERS) for nth in range(12)
            ]
        },
    ),
    ("drip", {"accesses": [one for week in range(6) for one in many(1, week * WEEK_HOURS + 9)] + peers(6)}),
    ("searches", {"accesses": [look(10 + nth, act="patient.search", patient=None) for nth in range(40)] + peers()}),
    (
        "searches",
        {
            "accesses": [
                look(10 + nth / 60, act=act, patient=patient)
                for nth in range(40)
                for act, patient in (("patient.search", None), ("chart.open", ALI))
            ]
            + peers()
        },
    ),
    ("refusals", {"accesses": [*many(1, outcome="refused"), *peers()]}),
    (
        "refusals",
        {
            "accesses": [*many(9, outcome="refused"), *peers()],
            "visits": [
                {"visit": nth, "patient": 1000 + nth * 50, "starts_at": -9.0, "joined_at": -9.0} for nth in range(9)
            ],
        },
    ),
    (
        "searches",
        {"accesses": [look(10 + nth / 60, act="patient.search", patient=None, shown=2) for nth in range(40)] + peers()},
    ),
    (
        "two-places",
        {
            "accesses": [look(10 + nth / 20, **where) for nth, where in enumerate(BY_TURNS)]
            + peers(device=9, place=0)
            + peers(device=9, place=1)
        },
    ),
    ("two-places", {"accesses": [look(10 + nth / 20, device=nth // 3, place=nth // 3) for nth in range(6)] + peers()}),
    ("two-places", {"accesses": [look(10 + nth * 2, **where) for nth, where in enumerate(BY_TURNS)] + peers()}),
    (
        "ward",
        {
            "accesses": many(4),
            "relations": [{"team": 7, "patient": 1000 + nth * 50} for nth in range(4)],
            "memberships": [{"person": BEA, "team": 7, "ends_at": 5.0}],
        },
    ),
    ("walk", {"accesses": [look(10 + nth / 60, patient=500 + nth * 9 % 64) for nth in range(8)]}),
    ("volume-past", {"accesses": [one for week in range(5) for one in many(20, week * WEEK_HOURS + 9)]}),
    (
        "volume-peers",
        {
            "accesses": [
                look(9 + nth / 4, patient=one * 100 + nth, actor=one) for one in (BEA, *PEERS) for nth in range(40)
            ]
        },
    ),
    ("copies", {"accesses": [*many(3, act="file.export"), *peers()]}),
    ("hours", {"accesses": many(20), "duties": [{"person": BEA, "starts_at": 8.0, "ends_at": 16.0}]}),
    ("crossed", {"accesses": [one for who in (BEA, *PEERS) for one in crossing(2, actor=who)]}),
    ("crossed", {"accesses": [*crossing(3, outcome="refused"), *peers()]}),
    ("crossed", {"accesses": [*crossing(1), *peers()]}),
    ("copied-again", {"accesses": [*twice(1), *peers()]}),
    ("copied-again", {"accesses": [*many(9, act="file.print"), *peers()]}),
    (
        "two-places",
        {
            "accesses": [
                *(look(10 + week * WEEK_HOURS, **BY_TURNS[1]) for week in range(3)),
                *(look(10 + 3 * WEEK_HOURS + nth / 20, **where) for nth, where in enumerate(BY_TURNS)),
                *peers(4, device=9, place=0),
            ]
        },
    ),
]


def told(rows: dict[str, Any]) -> Frames:
    """Return the frames of a case: one look of Bea's unless it says otherwise, among staff who are all clinicians."""
    return frames(**{"roles": STAFF, "accesses": [look(10)]} | rows)


def reasons_of_accesses(rows: dict[str, Any]) -> set[str]:
    """Return the reasons of all accesses of a case."""
    return {one["name"] for held in judge(told(rows)).accesses["reasons"] for one in held}


def reasons_of_weeks(rows: dict[str, Any]) -> set[str]:
    """Return the reasons of Bea's weeks in a case."""
    weeks = judge(told(rows)).weeks.filter(pl.col("person") == BEA)
    return {one["name"] for held in weeks["reasons"] for one in held}


@pytest.mark.parametrize(("name", "rows"), ACCESS_HOLDS, ids=[name for name, _ in ACCESS_HOLDS])
def test_a_reason_of_an_access_holds(name: str, rows: dict[str, Any]) -> None:
    assert name in reasons_of_accesses(rows)


@pytest.mark.parametrize(("name", "rows"), ACCESS_NOT, ids=[name for name, _ in ACCESS_NOT])
def test_a_reason_of_an_access_narrowly_does_not_hold(name: str, rows: dict[str, Any]) -> None:
    assert name not in reasons_of_accesses(rows)


@pytest.mark.parametrize(("name", "rows"), WEEK_HOLDS, ids=[name for name, _ in WEEK_HOLDS])
def test_a_reason_of_a_week_holds(name: str, rows: dict[str, Any]) -> None:
    assert name in reasons_of_weeks(rows)


@pytest.mark.parametrize(("name", "rows"), WEEK_NOT, ids=[name for name, _ in WEEK_NOT])
def test_a_reason_of_a_week_narrowly_does_not_hold(name: str, rows: dict[str, Any]) -> None:
    assert name not in reasons_of_weeks(rows)


def test_every_reason_has_a_frame_in_which_it_holds() -> None:
    assert {name for name, _ in ACCESS_HOLDS} == {weight.name for weight in ACCESS}
    assert {name for name, _ in WEEK_HOLDS} == {weight.name for weight in WEEK}


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


def test_an_account_in_two_places_on_one_day_may_be_a_tablet_and_on_two_days_is_a_question() -> None:
    one, two = (
        [look(10 + day * 24 + nth / 20, **where) for day in range(days) for nth, where in enumerate(BY_TURNS)]
        for days in (1, 2)
    )
    visit = {"visits": [{"visit": 17}], "roles": STAFF}
    scores = [judge(told({"accesses": [*lines, *peers()], **visit})).weeks["score"][0] for lines in (one, two)]
    assert 0 < scores[0] < LINE / 100 <= scores[1]


def test_a_glass_broken_on_duty_is_judged_more_mildly_than_no_reason_at_all() -> None:
    kin = {"kinships": [{"person": BEA, "patient": ALI, "kind": "family"}]}
    mild = judge(told({**kin, "glasses": GLASS})).weeks["score"][0]
    assert 0 < mild < LINE / 100


def test_a_list_gone_through_once_stays_below_the_line_and_again_within_weeks_is_asked_about() -> None:
    again = [*many(12), *many(12, 3 * WEEK_HOURS + 8)]
    weeks = judge(told({"accesses": [*again, *peers(4)], **THEIRS})).weeks.filter(pl.col("person") == BEA)
    assert [score >= LINE / 100 for score in weeks["score"]] == [False, True]


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
