"""Whoever looks without an occasion into the file of somebody behind their own door *cannot* pass for their team: one such look is a case, where the practice keeps homes; the case *cannot* tell anybody where they live."""

from datetime import timedelta
from uuid import uuid4

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, Role, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people import operations as people
from paravent.people.terms import Identity
from paravent.people.tests.cast import at
from paravent.records.operations import open_chart
from paravent.records.steps import file_resource
from paravent.ties.operations import keep_home
from paravent.ties.terms import Home
from paravent.vigilance.operations import see_case
from tests.threats.cast import Colleague, Practice, hired
from tests.threats.red_team.plays import judged

DOOR = "Quokkaweg 7"
LONG_KNOWN = timedelta(days=60)


def long_known(somebody: Colleague, called: str) -> PatientId:
    """Return a patient whom a team of somebody's has cared for since long ago; nothing says what for these days."""
    with at(clock.now() - LONG_KNOWN):
        team = people.make_team(INSTALLATION, f"Team of {called}")
        people.join_team(INSTALLATION, somebody.person, team)
        patient = people.register_patient(INSTALLATION, Purpose.OPERATIONS, Identity(called), team=team)
    return PatientId(patient)


def lives(patient: PatientId, door: str) -> None:
    """Let an address stand in a file."""
    address = {"line": [door], "city": "Musterstadt", "postalCode": "12345"}
    with operation("test.write", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        resource = {"resourceType": "Patient", "id": str(uuid4()), "address": [address]}
        file_resource(op, patient_id=patient, resource=resource)


def test_one_look_at_a_neighbours_file_is_a_case_once_homes_are_kept(doomed: Practice) -> None:
    nora = hired("Norma", Role.CLINICIAN)
    neighbour = long_known(nora, "Nils Nachbar")
    lives(neighbour, DOOR)
    open_chart(nora.actor, Purpose.TREATMENT, neighbour)
    assert nora.person not in judged(doomed)

    keep_home(doomed.max.actor, nora.person, Home(phone="", street=DOOR, postal_code="12345"))
    (case,) = judged(doomed)[nora.person]

    assert {"close", "same-address"} <= {reason.name for reason in case.reasons}
    assert "Quokka" not in repr(see_case(doomed.gul.actor, case.case_id))
    with doomed.as_superuser() as superuser:
        for table in ("vigilance_case", "ties_home", "people_patient", "ledger_detail"):
            rows = superuser.execute(f"SELECT row::text FROM {table} row").fetchall()  # type: ignore[arg-type]
            assert rows
            assert not [row for (row,) in rows if "quokka" in row.lower()]
