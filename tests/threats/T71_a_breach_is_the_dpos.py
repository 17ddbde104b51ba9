"""Whoever is not the data-protection officer *cannot* read a breach, nor whom it concerns, and a data-protection officer none of their own; an administrator sees that a clock runs, and nothing else."""

import psycopg
import pytest

from paravent.access.terms import Refused
from paravent.breaches.operations import list_breaches, see_breach
from paravent.breaches.tests.cast import breach_by, breach_of
from tests.threats.cast import Practice, speak_as

TABLES = ("breaches_breach", "breaches_concerned", "breaches_involved")


def test_the_operations_refuse_everybody_else(practice: Practice) -> None:
    breach = breach_by(practice.gul.actor, practice.cem.person, [practice.held.patient_id])
    for member in (practice.bea, practice.cem, practice.dua, practice.max):
        with pytest.raises(Refused, match="only-dpo-handles-breaches"):
            see_breach(member.actor, breach)
        with pytest.raises(Refused, match="only-dpo-handles-breaches"):
            list_breaches(member.actor)


def test_the_database_shows_it_to_nobody_else(practice: Practice) -> None:
    breach = breach_by(practice.gul.actor, practice.cem.person, [practice.held.patient_id])
    with practice.as_app() as app:
        for member in (practice.bea, practice.cem, practice.dua, practice.max):
            speak_as(app, member.person, purpose="HOPERAT")
            assert [app.execute(f"SELECT count(*) FROM {table}").fetchone() for table in TABLES] == [(0,)] * 3
            app.commit()
        speak_as(app, practice.max.person, purpose="HOPERAT")
        running = app.execute("SELECT stopped_at FROM breaches_deadline WHERE breach_id = %s", [breach])
        assert running.fetchone() == (None,)


def test_nobody_stops_the_clock_or_takes_a_breach_away(practice: Practice) -> None:
    breach_of(practice.gul.actor)
    with practice.as_app() as app:
        speak_as(app, practice.max.person, purpose="HOPERAT")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="alone stops a clock"):
            app.execute("UPDATE breaches_deadline SET stopped_at = now()")
        app.rollback()
        speak_as(app, practice.max.person, purpose="HOPERAT")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DELETE FROM breaches_breach")


def test_the_officer_neither_reads_nor_works_on_a_breach_of_their_own(practice: Practice) -> None:
    own = breach_by(practice.max.actor, practice.gul.person, [practice.held.patient_id])

    assert own not in [one.breach_id for one in list_breaches(practice.gul.actor)]
    assert practice.gul.browser.get(f"/breaches/{own}/").status_code == 404
    assert practice.gul.browser.post(f"/breaches/{own}/told/authority/").status_code == 404
    assert "was their own act is not shown" in practice.gul.browser.get("/breaches/").content.decode()
    with practice.as_app() as app:
        speak_as(app, practice.gul.person, purpose="HOPERAT")
        tried = "UPDATE breaches_breach SET authority_told_at = now() WHERE id = %s"
        assert app.execute(tried, [own]).rowcount == 0
        assert app.execute("SELECT FROM breaches_concerned WHERE breach_id = %s", [own]).rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="none of their own"):
            app.execute("UPDATE breaches_deadline SET stopped_at = now() WHERE breach_id = %s", [own])
