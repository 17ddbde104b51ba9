"""In an emergency a file opens: for an hour, for one purpose, in sight of the patient and of the review."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.emergency import operations
from paravent.emergency.models import Glass
from paravent.emergency.terms import ReasonTooShort, Verdict
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.ledger.queries import disclosures_of
from paravent.people import operations as people
from paravent.people.models import CareRelation
from paravent.people.tests.cast import Device, a_patient, arrive, at, colleague, somebody
from paravent.records import operations as records
from paravent.records import steps as file
from paravent.records.models import Resource

pytestmark = pytest.mark.django_db

WHY = "Ali collapsed in the waiting room"
PROBLEM = {
    "resourceType": "Condition",
    "id": "c1",
    "subject": {"reference": "Patient/x"},
    "code": {"text": "Epilepsy"},
    "clinicalStatus": {"coding": [{"code": "active"}]},
}


@pytest.fixture
def ali() -> PatientId:
    """Return a patient of another team, with something in the file."""
    patient = a_patient("Ali Demir")
    with operation("test.file", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        file.file_resource(op, patient_id=patient, resource=PROBLEM)
    return patient


def broken(cem: Actor, ali: PatientId) -> UUID:
    """Break the glass two minutes ago: PostgreSQL's clock stands still within a test's transaction."""
    with at(clock.now() - timedelta(minutes=2)):
        return operations.break_glass(cem, ali, WHY)


def lines_about(patient: PatientId) -> list[tuple[str, str, str, str]]:
    """Return act, outcome, reason and purpose of every line about a patient, oldest first."""
    with operation("test.read", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        lines = disclosures_of(patient)
    return [(line.act, line.outcome.value, line.because, line.purpose) for line in reversed(lines)]


def problems(actor: Actor, purpose: Purpose, patient: PatientId) -> list[str]:
    """Return what the file says of problems, as somebody opens it."""
    return [item.words for item in records.open_chart(actor, purpose, patient).chart.problems]


def test_without_the_glass_the_file_is_closed_in_an_emergency_too(cem: Actor, ali: PatientId) -> None:
    for purpose in (Purpose.TREATMENT, Purpose.EMERGENCY):
        with pytest.raises(Refused, match="no-care-relation"):
            problems(cem, purpose, ali)


def test_broken_it_opens_and_every_look_says_so(cem: Actor, ali: PatientId) -> None:
    broken(cem, ali)

    assert problems(cem, Purpose.EMERGENCY, ali) == ["Epilepsy"]
    assert [line for line in lines_about(ali) if line[3] == "ETREAT"] == [
        ("glass.break", "done", "emergency", "ETREAT"),
        ("chart.open", "done", "relation-emergency", "ETREAT"),
    ]


def test_it_opens_for_an_emergency_and_for_nothing_else(cem: Actor, ali: PatientId) -> None:
    broken(cem, ali)

    with pytest.raises(Refused, match="no-care-relation"):
        problems(cem, Purpose.TREATMENT, ali)
    with pytest.raises(Refused, match="not-in-an-emergency"):
        people.search_patients(cem, Purpose.EMERGENCY, "Ali")
    assert people.list_own_patients(cem, Purpose.TREATMENT) == []


def test_the_database_shows_nothing_for_another_purpose(cem: Actor, ali: PatientId) -> None:
    broken(cem, ali)
    seen = {}
    for purpose in Purpose:
        with connection.cursor() as cursor:
            cursor.execute("SELECT paravent_speak_as(%s, NULL, %s)", [cem.person, purpose.value])
            cursor.execute("SELECT count(*) FROM records_resource WHERE patient_id = %s", [ali])
            seen[purpose] = cursor.fetchone()[0]

    assert seen == {purpose: int(purpose is Purpose.EMERGENCY) for purpose in Purpose}


def test_after_an_hour_it_is_closed(cem: Actor, ali: PatientId) -> None:
    broken(cem, ali)

    with at(clock.now() + timedelta(minutes=61)), pytest.raises(Refused, match="no-care-relation"):
        problems(cem, Purpose.EMERGENCY, ali)


def test_one_glass_opens_one_file(cem: Actor, ali: PatientId) -> None:
    eve = a_patient("Eve Lindqvist")
    broken(cem, ali)

    with pytest.raises(Refused, match="no-care-relation"):
        problems(cem, Purpose.EMERGENCY, eve)


def test_whoever_stands_before_the_glass_is_told_whose_file_it_is_and_recorded(cem: Actor, ali: PatientId) -> None:
    assert operations.consider_breaking(cem, ali).identity.name == "Ali Demir"

    assert ("glass.consider", "done", "emergency", "ETREAT") in lines_about(ali)


def test_a_reason_that_says_nothing_opens_nothing(cem: Actor, ali: PatientId) -> None:
    with pytest.raises(ReasonTooShort):
        operations.break_glass(cem, ali, "  emergency  ")

    assert not Glass.objects.exists()


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.ADMINISTRATOR, Role.RESEARCHER, Role.DPO])
def test_nobody_but_a_clinician_breaks_it_not_even_by_sql(role: Role, ali: PatientId) -> None:
    somebody_else = somebody("Eve", role)

    with pytest.raises(Refused, match="only-clinicians-open-files"):
        operations.break_glass(somebody_else, ali, WHY)
    with pytest.raises(DatabaseError), operation("test.sql", somebody_else, Purpose.EMERGENCY) as op:
        op.require(allow("test"))
        break_by_sql(somebody_else, ali)


def test_a_clinician_breaks_none_for_a_colleague_nor_without_an_emergency(cem: Actor, ali: PatientId) -> None:
    bea = somebody("Bea", Role.CLINICIAN)

    for speaker, whose, purpose in ((cem, bea, Purpose.EMERGENCY), (cem, cem, Purpose.TREATMENT)):
        with pytest.raises(DatabaseError), operation("test.sql", speaker, purpose) as op:
            op.require(allow("test"))
            break_by_sql(whose, ali)


def break_by_sql(whose: Actor, patient: PatientId) -> None:
    now = clock.now()
    Glass(
        patient_id=patient,
        clinician_id=whose.person,
        sealed_reason=b"x",
        opened_at=now,
        closes_at=now + timedelta(minutes=60),
        review_due_at=now + timedelta(hours=72),
    ).save(force_insert=True)


def test_the_review_has_it_at_once_with_the_reason(cem: Actor, gul: Actor, ali: PatientId) -> None:
    broken(cem, ali)
    problems(cem, Purpose.EMERGENCY, ali)

    ((one,), done) = operations.list_breakings(gul)

    assert (one.patient_name, one.clinician_name, one.reason, one.lines) == ("Ali Demir", "Cem", WHY, 1)
    assert one.review_due_at - one.opened_at == timedelta(hours=72)
    assert (one.is_overdue, done) == (False, [])


def test_an_overdue_review_is_seen(cem: Actor, gul: Actor, ali: PatientId) -> None:
    broken(cem, ali)

    with at(clock.now() + timedelta(hours=73)):
        ((one,), _) = operations.list_breakings(gul)

    assert one.is_overdue


def test_a_review_is_kept_once_and_told_to_the_patient(cem: Actor, gul: Actor, ali: PatientId) -> None:
    glass = broken(cem, ali)

    operations.review_breaking(gul, glass, Verdict.JUSTIFIED, "Called the ward")

    waiting, (one,) = operations.list_breakings(gul)
    assert (waiting, one.verdict, one.remark, one.reviewed_by) == ([], Verdict.JUSTIFIED, "Called the ward", "Gul")
    assert ("glass.review", "done", "reviews", "HOPERAT") in lines_about(ali)
    with pytest.raises(Refused, match="reviewed-already"):
        operations.review_breaking(gul, glass, Verdict.NOT_JUSTIFIED, "")


def test_what_was_typed_stands_nowhere_in_clear(cem: Actor, ali: PatientId) -> None:
    glass = broken(cem, ali)

    with operation("test.read", cem, Purpose.EMERGENCY) as op:
        op.require(allow("test"))
        assert WHY.encode() not in bytes(Glass.objects.get(pk=glass).sealed_reason)


def test_whoever_may_open_the_file_anyway_breaks_nothing(ali: PatientId) -> None:
    bea, cem = somebody("Bea", Role.CLINICIAN), somebody("Cem", Role.CLINICIAN)
    from paravent.visits.tests.cast import a_visit_of

    a_visit_of(bea, with_=ali)
    people.refer_patient(bea, Purpose.TREATMENT, ali, to=cem.person, until=clock.now() + timedelta(days=7))

    with pytest.raises(Refused, match="opens-without-breaking"):
        operations.break_glass(cem, ali, WHY)


def test_it_writes_nothing_into_the_file(cem: Actor, ali: PatientId) -> None:
    broken(cem, ali)

    with pytest.raises(DatabaseError), operation("test.write", cem, Purpose.EMERGENCY) as op:
        op.require(allow("test"))
        file.file_resource(op, patient_id=ali, resource=PROBLEM | {"id": "c2"})

    with operation("test.read", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        assert Resource.objects.filter(patient_id=ali).count() == 1
        assert CareRelation.objects.filter(patient_id=ali, why="emergency").count() == 1


def signed_in(name: str, role: Role) -> tuple[Client, UUID]:
    with at(clock.now() - timedelta(days=1)):
        person, secret = colleague(name, role)
    client = Client()
    arrive(client, secret)
    Device().join(client)
    return client, person


def test_two_looks_on_the_page_then_the_file(ali: PatientId) -> None:
    cem, _ = signed_in("Cem", Role.CLINICIAN)
    address = f"/files/{ali}/break-glass/"

    closed = cem.get(f"/files/{ali}/")
    assert closed.status_code == 403
    assert address in closed.content.decode()
    assert "What is the emergency?" in cem.get(address).content.decode()
    assert cem.post(address, {"reason": "help"}).status_code == 422
    again = cem.post(address, {"reason": WHY}).content.decode()
    assert WHY in again
    assert "Read it once more" in again
    assert cem.get(f"/files/{ali}/emergency/").status_code == 403

    with at(clock.now() - timedelta(minutes=2)):
        assert cem.post(address, {"reason": WHY, "look": "second"}).url == f"/files/{ali}/emergency/"
    opened = cem.get(f"/files/{ali}/emergency/").content.decode()
    assert "Epilepsy" in opened
    assert "The patient and the data-protection officer know." in opened


def test_the_desk_shows_it_and_keeps_the_review(cem: Actor, ali: PatientId) -> None:
    gul, _ = signed_in("Gul", Role.DPO)
    glass = broken(cem, ali)

    assert WHY in gul.get("/emergencies/").content.decode()
    assert gul.post(f"/emergencies/{glass}/review/", {"remark": "hm"}).status_code == 422
    gul.post(f"/emergencies/{glass}/review/", {"verdict": "not-justified", "remark": "No call was made"})

    page = gul.get("/emergencies/").content.decode()
    assert "Nothing waits for a review." in page
    assert "No call was made" in page
