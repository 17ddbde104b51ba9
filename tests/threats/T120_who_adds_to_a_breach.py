"""Whoever confirms that one more person was of a matter *cannot* read the breach that they add to, stop its clock or put it back, nor open a second one; to a closed breach nobody *can* add anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg
import pytest

from paravent.breaches import operations
from paravent.breaches.terms import Addressee, Context, Ease, Factors, Loss
from paravent.breaches.tests.cast import breach_by
from tests.threats.cast import Practice, speak_as

SMALL = Factors(Context.SIMPLE, Ease.LIMITED, Loss.NONE, Loss.NONE, Loss.NONE, is_malicious=False)
TABLES = ("breaches_breach", "breaches_concerned", "breaches_involved")
CONCERNED = (
    "INSERT INTO breaches_concerned (id, breach_id, patient_id, added_at) VALUES (gen_random_uuid(), %s, %s, now())"
)
INVOLVED = """INSERT INTO breaches_involved (id, breach_id, person_id, case_id, known_at, added_at)
              VALUES (gen_random_uuid(), %s, %s, gen_random_uuid(), now(), now())"""


@contextmanager
def spoken_as(practice: Practice, person: UUID) -> Iterator[psycopg.Connection]:
    with practice.as_app() as app:
        speak_as(app, person, purpose="HOPERAT")
        yield app


def test_an_administrator_adds_a_person_to_what_stays_closed_to_them(practice: Practice) -> None:
    matter, patients = uuid4(), [practice.held.patient_id]
    first = breach_by(practice.gul.actor, practice.cem.person, patients, matter=matter)
    second = breach_by(practice.max.actor, practice.bea.person, patients, matter=matter)

    assert first == second
    with spoken_as(practice, practice.max.person) as app:
        assert [app.execute(f"SELECT count(*) FROM {table}").fetchone() for table in TABLES] == [(0,)] * 3


@pytest.mark.parametrize("change", ["due_at = due_at + interval '1 hour'", "stopped_at = now()", "closed_at = now()"])
def test_who_adds_neither_stops_the_clock_nor_puts_it_back(practice: Practice, change: str) -> None:
    breach = breach_by(practice.max.actor, practice.cem.person)
    with (
        spoken_as(practice, practice.max.person) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="a clock"),
    ):
        app.execute(f"UPDATE breaches_deadline SET {change} WHERE breach_id = %s", [breach])


def test_a_clock_is_put_back_by_nobody(practice: Practice) -> None:
    breach = breach_by(practice.gul.actor, practice.cem.person)
    operations.note_told(practice.gul.actor, breach, Addressee.AUTHORITY)
    for change in ("due_at = due_at + interval '1 hour'", "stopped_at = NULL"):
        with (
            spoken_as(practice, practice.gul.person) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="not put back"),
        ):
            app.execute(f"UPDATE breaches_deadline SET {change} WHERE breach_id = %s", [breach])


def test_a_matter_has_one_open_breach(practice: Practice) -> None:
    matter = uuid4()
    breach_by(practice.gul.actor, practice.cem.person, matter=matter)
    with spoken_as(practice, practice.max.person) as app, pytest.raises(psycopg.errors.UniqueViolation):
        app.execute(
            "INSERT INTO breaches_deadline (breach_id, matter_id, due_at) VALUES (gen_random_uuid(), %s, now())",
            [matter],
        )


@pytest.mark.parametrize("statement", [CONCERNED, INVOLVED])
def test_nothing_is_added_to_a_closed_breach(practice: Practice, statement: str) -> None:
    gul = practice.gul.actor
    breach = breach_by(gul, practice.cem.person)
    operations.assess_breach(gul, breach, SMALL, "")
    operations.close_breach(gul, breach, "The paper was shredded unread, which two people saw.")
    for member in (practice.gul, practice.max):
        with spoken_as(practice, member.person) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement, [breach, practice.held.patient_id])
