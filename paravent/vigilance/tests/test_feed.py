"""A made hospital goes into the database by its tables and comes back by the gate, as the frames it was."""

from typing import Any

import psycopg
import pytest
from polars.testing import assert_frame_equal
from psycopg import sql

from paravent.access.terms import INSTALLATION, Actor, Refused, Role
from paravent.judgement.frames import SCHEMAS, Frames
from paravent.ledger.sequencer import sequence_all
from paravent.ledger.verification import verify
from paravent.proving.evenings import TWICE_A_WEEK, as_it_comes
from paravent.proving.simulation import simulate
from paravent.proving.terms import Scenario, Simulation
from paravent.vigilance import feed
from paravent.vigilance.feed import Numbers, gather_frames
from paravent.vigilance.tests.conftest import SEED
from paravent.web import scratch
from paravent.web.signing import signer


@pytest.fixture(scope="module")
def made() -> Simulation:
    return simulate(staff=12, days=10, seed=SEED)


KEPT = tuple(name for name in SCHEMAS if name != "kinships")
"""What comes back as it was. Of kinships more comes back: a token stands for the beginning of a surname too."""


@pytest.mark.parametrize("name", KEPT)
def test_a_frame_comes_back_as_it_was_written(name: str, made: Simulation, filled: str) -> None:
    frames, _ = gather_frames(INSTALLATION)
    before, after = getattr(made.frames, name), getattr(frames, name)

    assert after.schema == SCHEMAS[name]
    assert before.height > 0
    assert_frame_equal(after, before)


def test_what_was_declared_comes_back_and_whoever_is_related_is_found(made: Simulation, filled: str) -> None:
    frames, _ = gather_frames(INSTALLATION)
    before, after = set(made.frames.kinships.iter_rows()), set(frames.kinships.iter_rows())

    assert before <= after
    assert {kind for *_, kind in before} >= {"self", "surname", "family", "address", "phone"}
    assert {kind for *_, kind in after - before} <= {"surname"}


def test_what_comes_back_is_judged_as_it_was_in_memory(
    made: Simulation, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it would be in running, evening by evening, and in however many pieces the log was read: what `vigilance evaluate` says of a folder and of a seed is one."""
    monkeypatch.setattr(feed, "AT_ONCE", 500)
    monkeypatch.setattr(feed, "TOGETHER", 2)
    frames, _ = gather_frames(INSTALLATION)
    back, before = (as_it_comes(one, 5, TWICE_A_WEEK) for one in (frames, made.frames))

    assert before[1].height > 0
    for read, lived in zip(back, before, strict=True):
        assert_frame_equal(read, lived)


def test_no_word_of_the_truth_is_in_the_database(made: Simulation, filled: str) -> None:
    words = {str(scenario) for scenario in Scenario}
    with psycopg.connect(filled) as connection:
        tables = connection.execute("SELECT relname FROM pg_stat_user_tables").fetchall()
        for (table,) in tables:
            select = sql.SQL("SELECT row::text FROM {} row").format(sql.Identifier(table))
            found = {word for (row,) in connection.execute(select) for word in words if word in row}
            assert not found, table

    assert made.truth.height > 0


def test_the_log_of_a_made_hospital_is_whole(filled: str) -> None:
    from paravent.keys.custody import signers

    with psycopg.connect(filled) as connection, connection.cursor() as cursor:
        found = verify(cursor, signers(), lambda count: None)

    assert found.entries > 0


def test_judging_is_a_line_of_the_log_itself_and_judges_no_line_of_its_own(filled: str) -> None:
    first, _ = gather_frames(INSTALLATION)
    sequence_all(signer())
    second, _ = gather_frames(INSTALLATION)
    with psycopg.connect(filled) as connection:
        lines = connection.execute(
            "SELECT outcome, purpose, because, facts->>'entries' FROM ledger_detail WHERE act = 'vigilance.judge'"
        ).fetchall()

    assert lines == [("done", "HOPERAT", "judges", str(first.accesses.height))] * 2
    assert_frame_equal(first.accesses, second.accesses)


def test_nobody_but_the_installation_judges(filled: str, made: Simulation) -> None:
    dpo = scratch.filling(made, SEED).people[next(who.number for who in made.staff if who.trade == "dpo")]

    with pytest.raises(Refused, match="not-your-work"):
        gather_frames(Actor(dpo, frozenset({Role.DPO})))  # type: ignore[arg-type]  # a person's id


def test_a_number_leads_back_to_whoever_it_stands_for(filled: str, made: Simulation) -> None:
    frames, numbers = gather_frames(INSTALLATION)
    one = scratch.filling(made, SEED)

    assert isinstance(frames, Frames)
    assert isinstance(numbers, Numbers)
    assert [numbers.id_of("person", number) for number in range(3)] == one.people[:3]
    assert numbers.of("patient", one.patients[7]) == 7
    assert numbers.of("patient", one.people[0]) is None


def test_a_practice_in_which_nothing_happened_has_empty_frames(fresh_database: str, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        frames, _ = gather_frames(INSTALLATION)

    assert {name: getattr(frames, name).height for name in SCHEMAS} == dict.fromkeys(SCHEMAS, 0)
    assert {name: getattr(frames, name).schema for name in SCHEMAS} == SCHEMAS
