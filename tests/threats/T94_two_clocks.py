"""Whoever holds the database, backups made later or the practice's own accounts *cannot* find after 90 days who sat in which consultation, by which link and from which network, nor what the patient was told behind their link; who looked into a file the patient *can* still read three years later: nothing deletes that before, and the serving role cannot."""

from datetime import timedelta

import psycopg
import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.kernel.ids import PersonId
from paravent.kernel.retention import ACCESS_LOG_LEAST, CONNECTIONS
from paravent.ledger.queries import disclosures_of
from paravent.web.lifespan import forget
from tests.threats.cast import Practice

CONNECTED = ("visits_party", "visits_invitation", "visits_summary", "ledger_whence")
TIMES = """
UPDATE visits_visit SET starts_at = starts_at - %(by)s, ends_at = ends_at - %(by)s, ended_at = ended_at - %(by)s;
UPDATE visits_summary SET readable_until = readable_until - %(by)s;
UPDATE ledger_whence SET at = at - %(by)s;
UPDATE ledger_detail SET at = at - %(by)s;
"""
"""Moved back, all of them: the clock of the database cannot be moved forward, and it decides here too."""


def later(practice: Practice, by: timedelta) -> None:
    """Let time pass, and what is due be deleted."""
    with practice.as_superuser() as superuser:
        for statement in filter(str.strip, TIMES.split(";")):
            superuser.execute(statement, {"by": by})
    forget()


def held_of_the_visit(practice: Practice) -> dict[str, int]:
    with practice.as_superuser() as superuser:
        counts = {table: superuser.execute(f"SELECT count(*) FROM {table}").fetchone() for table in CONNECTED}
    return {table: found[0] for table, found in counts.items() if found}


def whom_ali_reads(practice: Practice) -> set[str]:
    """Return what the patient is told was done to their file."""
    ali = Actor(PersonId(practice.held.patient_id), frozenset({Role.PATIENT}))
    with operation("test.read", ali, Purpose.PATIENT_REQUEST) as op:
        op.require(allow("test"))
        return {line.act for line in disclosures_of(practice.held.patient_id)}


def test_connections_go_after_90_days_and_accesses_stay_for_three_years(doomed: Practice) -> None:
    doomed.bea.browser.get(f"/files/{doomed.held.patient_id}/")
    assert min(held_of_the_visit(doomed).values()) > 0
    before = whom_ali_reads(doomed)
    assert "chart.open" in before

    later(doomed, CONNECTIONS - timedelta(days=1))
    kept = held_of_the_visit(doomed)
    # The summary had a week; the rest has a day left.
    assert kept.pop("visits_summary") == 0
    assert min(kept.values()) > 0

    later(doomed, timedelta(days=2))
    gone = held_of_the_visit(doomed)
    # What this very deletion and the reading above left is young.
    assert (gone["visits_party"], gone["visits_invitation"], gone["visits_summary"]) == (0, 0, 0)
    with doomed.as_superuser() as superuser:
        old = superuser.execute("SELECT count(*) FROM ledger_whence WHERE at < now() - interval '90 days'").fetchone()
    assert old == (0,)

    later(doomed, ACCESS_LOG_LEAST)
    assert before <= whom_ali_reads(doomed)


def test_the_serving_role_cannot_shorten_the_access_log(doomed: Practice) -> None:
    later(doomed, ACCESS_LOG_LEAST - timedelta(hours=1))
    with doomed.as_app() as app:
        app.execute("SELECT paravent_speak_as(%s, NULL, 'HOPERAT')", [INSTALLATION.person])
        assert app.execute("DELETE FROM ledger_detail").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DELETE FROM ledger_entry")
