"""How templates are tried: the shortest wins, what is sound comes before what is convenient, first looks are counted apart."""

import polars as pl

from paravent.judgement.explanations import explain
from paravent.judgement.frames import WHO
from paravent.judgement.paths import Path, facts, key
from paravent.judgement.tests.cast import ALI, BEA, CEM, DUA, EVE, frames, look

DAY = 24.0
VISIT = {"visit": 17}
TEAM = {"team": 7}
MET = {**VISIT, "joined_at": 9.0, "ended_at": 9.4}


def test_the_shortest_path_wins() -> None:
    told = explain(frames(accesses=[look(10)], visits=[VISIT], memberships=[{"person": BEA, **TEAM}], relations=[TEAM]))
    assert told["explanation"].to_list() == ["visit"]
    assert told["visit"].to_list() == [17]


def test_a_long_relation_covers_though_a_short_one_began_later() -> None:
    short = {"person": BEA, "why": "referral", "made_by": CEM, "starts_at": 5.0, "ends_at": 6.0}
    told = explain(frames(accesses=[look(10)], relations=[{"person": BEA, "why": "referral", "made_by": DUA}, short]))
    assert told["explanation"].to_list() == ["referral"]
    assert told["colleague"].to_list() == [DUA]


def test_a_sound_reason_makes_a_convenient_one_irrelevant() -> None:
    phantom = {
        **VISIT,
        "made_by": BEA,
        "made_at": 9.9,
        "starts_at": 30.0,
        "ends_at": 31.0,
        "cancelled_at": 10.1,
        "cancelled_by": BEA,
    }
    told = explain(frames(accesses=[look(10)], visits=[phantom, {**MET, "visit": 18}]))
    assert told["explanation"].to_list() == ["visit"]
    assert told["kind"].to_list() == ["sound"]


def test_a_visit_that_was_only_moved_is_no_phantom() -> None:
    phantom = {
        **VISIT,
        "made_by": BEA,
        "made_at": 9.9,
        "starts_at": 30.0,
        "ends_at": 31.0,
        "cancelled_at": 10.1,
        "cancelled_by": BEA,
    }
    moved = {**VISIT, "visit": 18, "made_by": BEA, "made_at": 13.0, "starts_at": 500.0, "ends_at": 501.0}
    assert explain(frames(accesses=[look(10)], visits=[phantom, moved]))["explanation"].to_list() == ["visit"]


def test_first_looks_are_told_from_repeats() -> None:
    told = explain(frames(accesses=[look(11), look(10), look(12, patient=EVE), look(13, actor=CEM)]))
    assert dict(told.select("entry", "is_first").iter_rows()) == {0: False, 1: True, 2: True, 3: True}


def test_nobody_is_their_own_colleague() -> None:
    held = frames(memberships=[{"person": one, **TEAM} for one in (BEA, CEM)], visits=[MET])
    pairs = pl.DataFrame({"actor": [BEA, CEM], "patient": [ALI, ALI]}, schema={"actor": WHO, "patient": WHO})
    path = Path("handover", ("member", "members", "treats"), "")
    found = facts(path, held, pairs.lazy().with_columns(key())).collect()
    assert found["key"].to_list() == pairs.select(key())["key"].to_list()[1:]


def test_behind_a_broken_glass_a_teams_standing_relation_is_no_reason() -> None:
    """In an emergency it opened nothing: why the glass was broken is the question (ADR 0040)."""
    glass = {
        "memberships": [{"person": BEA, "team": 7}],
        "relations": [{"team": 7, "starts_at": -2000.0, "ends_at": 9000.0}],
        "glasses": [{"opened_at": 10.0, "closes_at": 11.0}],
        "duties": [{"person": BEA, "team": 7, "starts_at": 90.0, "ends_at": 98.0}],
    }
    care, emergency = (
        explain(frames(accesses=[look(10.2, purpose=purpose)], **glass))["explanation"][0]
        for purpose in ("TREAT", "ETREAT")
    )
    assert (care, emergency) == ("standing", "glass-off-duty")
