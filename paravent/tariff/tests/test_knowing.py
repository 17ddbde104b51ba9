"""Two clocks: for which days a rule holds, and since when that is known."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.tariff.catalogue import LimitVersion
from paravent.tariff.ceilings import ceilings
from paravent.tariff.knowing import known_version, nearest_version, quarrels
from paravent.tariff.listing import all_rules
from paravent.tariff.payer import MEDICARE, STATUTORY
from paravent.tariff.reading import catalogues
from paravent.tariff.shares import Counts, shares
from paravent.tariff.terms import IdentityCheck, Scheme
from paravent.tariff.tests.made import BUSY, TODAY, asked, cause, talked

EBM = catalogues()[Scheme.EBM]
UNTIL_APRIL, IN_MAY, IN_JULY = date(2025, 4, 2), date(2025, 5, 20), date(2025, 7, 11)
IN_Q1, IN_Q2, IN_Q3 = date(2025, 3, 20), date(2025, 5, 15), date(2025, 8, 1)
COUNTS = Counts(cases=1000, video_only=480, unknown=200, video_only_unknown=70)


def limits(visit_on: date, known_on: date) -> dict[str, str]:
    """Return the limits on shares of video-only cases, by their id."""
    return {one.limit_id: str(one.limit) for one in shares(EBM, COUNTS, visit_on=visit_on, known_on=known_on)}


SPLIT = {"video-only-share-known": "0.50", "video-only-share-unknown": "0.30"}


@pytest.mark.parametrize(
    ("visit_on", "known_on", "expected"),
    [
        (IN_Q1, IN_Q1, {"video-only-share": "0.30"}),
        (IN_Q1, TODAY, {"video-only-share": "0.30"}),
        (IN_Q2, UNTIL_APRIL, {"video-only-share": "0.30"}),
        (IN_Q2, IN_MAY, SPLIT),
        (IN_Q2, date(2025, 7, 10), SPLIT),
        (IN_Q2, IN_JULY, {"video-only-share": "0.50"}),
        (date(2025, 4, 1), IN_JULY, {"video-only-share": "0.50"}),
        (date(2025, 3, 31), IN_JULY, {"video-only-share": "0.30"}),
        (IN_Q3, TODAY, {"video-only-share": "0.50"}),
        (IN_Q3, IN_MAY, SPLIT),
        (date(2022, 3, 31), TODAY, {}),
    ],
)
def test_the_limit_on_video_only_cases_changed_backwards(
    visit_on: date, known_on: date, expected: dict[str, str]
) -> None:
    assert limits(visit_on, known_on) == expected


def test_a_practice_over_a_limit_in_may_is_within_it_since_july() -> None:
    """70 of 200 unknown patients were over 30 %; then that limit had never been."""
    in_may = {one.limit_id: one.is_over for one in shares(EBM, COUNTS, visit_on=IN_Q2, known_on=IN_MAY)}
    in_july = {one.limit_id: one.is_over for one in shares(EBM, COUNTS, visit_on=IN_Q2, known_on=IN_JULY)}
    assert in_may == {"video-only-share-known": False, "video-only-share-unknown": True}
    assert in_july == {"video-only-share": False}


def test_the_share_of_each_code_was_dropped_backwards_to_january() -> None:
    versions = EBM.limit("share-of-each-code").versions
    before = known_version(versions, visit_on=date(2025, 2, 1), known_on=date(2025, 2, 1))
    since = known_version(versions, visit_on=date(2025, 2, 1), known_on=date(2025, 4, 3))
    year_before = known_version(versions, visit_on=date(2024, 12, 31), known_on=TODAY)
    assert before is not None
    assert since is not None
    assert year_before is not None
    assert (before.value, since.is_gone, year_before.value) == (Decimal("0.30"), True, Decimal("0.30"))


@pytest.mark.parametrize(
    ("visit_on", "known_on", "points"),
    [
        (date(2025, 6, 30), TODAY, 1899),
        (date(2025, 7, 1), date(2025, 6, 30), 1899),
        (date(2025, 7, 1), date(2025, 7, 1), 700),
        (date(2026, 11, 25), TODAY, 700),
    ],
)
def test_the_ceiling_of_01450_fell(visit_on: date, known_on: date, points: int) -> None:
    (found,) = ceilings(EBM, STATUTORY, {"01450": 100}, visit_on=visit_on, known_on=known_on)
    assert (found.points, found.left) == (points, points - 100)


def test_the_contradicted_ceiling_is_told_and_can_be_set() -> None:
    (as_read,) = ceilings(EBM, STATUTORY, {}, visit_on=TODAY, known_on=TODAY)
    own = replace(STATUTORY, limits={"ceiling-01450": Decimal(1899)})
    (as_set,) = ceilings(EBM, own, {}, visit_on=TODAY, known_on=TODAY)

    assert not as_read.is_checked
    assert as_read.contradiction is not None
    assert "per patient" in as_read.contradiction.en
    assert (as_set.points, as_set.is_own_setting) == (1899, True)
    assert [str(one.value) for one in EBM.limit("ceiling-01450").versions] == ["1899", "700"]


@pytest.mark.parametrize(
    ("known_on", "expected"), [(date(2025, 9, 4), "no-longer-valid"), (date(2025, 9, 5), "billable")]
)
def test_01444_was_to_end_in_2025_until_it_was_prolonged(known_on: date, expected: str) -> None:
    unknown = talked(8, last_in_person_on=None, identity_check=IdentityCheck.CARD_SHOWN)
    assert cause(asked(unknown, visit_on=date(2026, 3, 2), known_on=known_on), "01444") == expected


@pytest.mark.parametrize(
    ("known_on", "expected"), [(date(2026, 2, 2), "no-longer-valid"), (date(2026, 2, 3), "billable")]
)
def test_medicares_lapse_of_january_2026_was_mended_backwards(known_on: date, expected: str) -> None:
    assert cause(asked(talked(20), MEDICARE, visit_on=date(2026, 2, 1), known_on=known_on), "99213") == expected


def test_what_nobody_knew_of_is_not_spoken_of() -> None:
    answer = asked(talked(8), visit_on=date(2017, 5, 1), known_on=date(2017, 5, 1))
    assert {one.code for one in (*answer.proposals, *answer.refusals)} == {"01450", "01439"}


LAPSED = {"99202", "99203", "99204", "99205", "99212", "99213", "99214", "99215"}
"""Medicare's law ran out twice before it was prolonged backwards: whoever asked in between was told so, rightly."""


def test_whoever_asks_on_a_day_for_that_day_finds_no_gap_between_two_versions() -> None:
    gaps = set()
    for catalogue in catalogues().values():
        for named in (*catalogue.codes, *catalogue.limits):
            name = getattr(named, "code", None) or getattr(named, "id", "")
            first = min(max(one.valid_from, one.decided_on) for one in named.versions)
            last = max(one.valid_to or TODAY for one in named.versions)
            edges = {day for one in named.versions for day in (one.valid_from, one.decided_on, one.valid_to) if day}
            days = {day + timedelta(by) for day in edges for by in (-1, 0, 1)}
            gaps |= {
                name
                for day in days
                if first <= day <= last and not known_version(named.versions, visit_on=day, known_on=day)
            }
    assert gaps == LAPSED


SOME = settings(max_examples=50)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@st.composite
def version(draw: st.DrawFn) -> LimitVersion:
    """Return some version of some limit."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return LimitVersion(
        valid_from=first,
        valid_to=draw(st.sampled_from([None, last])),
        decided_on=draw(DAYS),
        dated="told",
        source="made up",
        checked=True,
        value=str(draw(st.integers(1, 900))),
    )


@SOME
@given(st.lists(version(), max_size=8), DAYS, DAYS)
def test_what_answers_was_known_and_holds_and_was_decided_last(
    versions: list[LimitVersion], visit_on: date, known_on: date
) -> None:
    answer = known_version(versions, visit_on=visit_on, known_on=known_on)
    fitting = [one for one in versions if one.decided_on <= known_on and one.holds_on(visit_on)]
    assert (answer is None) == (not fitting)
    if answer:
        assert answer in fitting
        assert answer.decided_on == max(one.decided_on for one in fitting)


@SOME
@given(st.lists(version(), max_size=8), version(), DAYS, DAYS)
def test_what_is_decided_later_changes_no_answer_of_before(
    versions: list[LimitVersion], later: LimitVersion, visit_on: date, known_on: date
) -> None:
    if later.decided_on > known_on:
        days = {"visit_on": visit_on, "known_on": known_on}
        assert known_version([*versions, later], **days) == known_version(versions, **days)
        assert nearest_version([*versions, later], **days) == nearest_version(versions, **days)


@SOME
@given(st.lists(version(), max_size=8), DAYS, DAYS, st.randoms())
def test_the_order_in_a_file_does_not_matter(
    versions: list[LimitVersion], visit_on: date, known_on: date, chance: Random
) -> None:
    if not quarrels(versions):
        shuffled = list(versions)
        chance.shuffle(shuffled)
        days = {"visit_on": visit_on, "known_on": known_on}
        assert known_version(shuffled, **days) == known_version(versions, **days)


def test_all_rules_are_listed_with_everything_and_which_one_answers() -> None:
    rows = all_rules(catalogues(), visit_on=TODAY, known_on=TODAY)
    ceiling = [row for row in rows if row["name"] == "ceiling-01450"]

    assert [(row["value"], row["answers"], row["checked"]) for row in ceiling] == [
        ("1899", False, True),
        ("700", True, False),
    ]
    assert all(
        {"scheme", "sort", "name", "text", "source", "decided_on", "valid_from", "dated"} <= set(row) for row in rows
    )
    for name in {(row["scheme"], row["sort"], row["name"]) for row in rows}:
        assert sum(row["answers"] for row in rows if (row["scheme"], row["sort"], row["name"]) == name) <= 1


def test_known_and_unknown_patients_had_limits_of_their_own_for_a_while() -> None:
    """480 of 1000 by video only, 70 of them unknown, of 200 unknown: 41 % of 50 %, and 35 % of 30 %."""
    found = {one.limit_id: str(one.percent) for one in shares(EBM, COUNTS, visit_on=IN_Q2, known_on=IN_MAY)}
    assert found == {"video-only-share-known": "41.0", "video-only-share-unknown": "35.0"}


def test_only_an_unknown_patient_uses_the_limit_for_unknown_ones() -> None:
    near = replace(BUSY, practice_cases=1000, video_only_cases=100, unknown_cases=99, video_only_unknown_cases=26)
    known, unknown = date(2024, 11, 5), None
    said = {
        last: [
            note.en
            for note in asked(talked(8, last_in_person_on=last), standing=near, visit_on=IN_Q2, known_on=IN_MAY).notes
        ]
        for last in (known, unknown)
    }
    assert said == {
        known: [],
        unknown: ["Cases by video only, unknown patients: with this case 27.0 %; the limit is 30 %."],
    }
