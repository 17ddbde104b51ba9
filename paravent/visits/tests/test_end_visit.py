"""The end: the encounter in the file, and what the patient keeps, on their device, for a week."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.terms import Actor, Refused, guest
from paravent.fhir.resources import validated
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.operations import verify_patient
from paravent.people.terms import VerifiedHow
from paravent.people.tests.cast import TREAT, WORK, at, newest_lines, the_log_says
from paravent.records import operations as records
from paravent.visits import operations
from paravent.visits.models import Invitation, Party, Summary, Visit
from paravent.visits.terms import SUMMARY_FOR, Flow, Status
from paravent.visits.tests.cast import (
    HOUR,
    a_visit_of,
    an_appointment_of,
    in_the_call,
    the_bearer_of_the_link_to,
    waiting,
)
from paravent.visits.tests.test_accepting import accepted, filed, letter_accepted
from paravent.visits.words import ACTS, REASONS

MINUTE = timedelta(minutes=1)


@pytest.fixture
def visit(bea: Actor, ali: PatientId) -> VisitId:
    """Return Ali's visit with Bea."""
    return a_visit_of(bea, ali)


def ended(visit: VisitId, by: Actor, for_patient: str = "Drink enough.") -> None:
    operations.end_visit(by, TREAT, visit, for_patient=for_patient)


def test_the_visit_stands_in_the_file_as_an_encounter(bea: Actor, ali: PatientId, visit: VisitId) -> None:
    ended(visit, bea)

    assert the_log_says("visit.end", "done", "own-visit", visit)
    assert operations.see_visit(bea, WORK, visit).status == Status.ENDED
    operations.see_visit(bea, TREAT, visit)
    (encounter,) = filed(ali, "Encounter")
    assert (encounter["id"], encounter["status"], encounter["class"]["code"]) == (str(visit), "finished", "VR")
    assert encounter["participant"][0]["individual"]["reference"] == f"Practitioner/{bea.person}"


def test_an_encounter_never_ends_before_it_starts(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali, at=clock.now() + HOUR)

    ended(visit, bea)

    (encounter,) = filed(ali, "Encounter")
    assert validated(encounter)["period"]["start"] <= encounter["period"]["end"]


def test_a_spontaneous_visit_that_lasts_longer_took_as_long_as_it_did(bea: Actor) -> None:
    visit = a_visit_of(bea)

    with at(clock.now() + 2 * HOUR) as end:
        ended(visit, bea)

    row = Visit.objects.get(pk=visit)
    assert (row.ended_at, row.ends_at) == (end, end)


def test_what_is_over_does_not_end_again(bea: Actor, visit: VisitId) -> None:
    ended(visit, bea)

    with pytest.raises(Refused):
        ended(visit, bea)

    assert the_log_says("visit.end", "refused", "visit-is-over", visit)


def test_reception_ends_no_consultation(dua: Actor, visit: VisitId) -> None:
    with pytest.raises(Refused):
        ended(visit, dua)

    assert the_log_says("visit.end", "refused", "not-your-visit", visit)


def test_the_patient_keeps_what_was_said_for_them_and_what_was_taken_into_the_file(bea: Actor, visit: VisitId) -> None:
    ali = in_the_call(visit, bea)
    accepted(bea, visit, "pulse", {"value": "71"})
    letter_accepted(bea, visit)
    ended(visit, bea)

    kept = operations.read_summary(ali, visit)

    assert (kept.clinician_name, kept.for_patient) == ("Bea", "Drink enough.")
    assert [(item.kind, item.detail) for item in kept.accepted] == [("pulse", "71 /min"), ("document", "Letter")]
    assert the_log_says("summary.read", "done", "own-visit", visit)


def test_what_is_kept_for_the_patient_is_not_in_the_database_in_clear(bea: Actor, visit: VisitId) -> None:
    ended(visit, bea)

    assert b"Drink" not in bytes(Summary.objects.get(visit_id=visit).sealed)


def test_the_link_leads_to_the_summary_for_a_week(bea: Actor, visit: VisitId) -> None:
    ali = in_the_call(visit, bea)
    ended(visit, bea)

    row = Summary.objects.get(visit_id=visit)
    assert row.readable_until == Invitation.objects.get(visit_id=visit).valid_until
    with at(row.readable_until):
        assert operations.read_summary(ali, visit).readable_until == row.readable_until
    with at(row.readable_until + MINUTE), pytest.raises(Refused, match="nothing-to-read"):
        operations.read_summary(ali, visit)


def test_after_that_week_the_link_itself_opens_nothing(bea: Actor, visit: VisitId) -> None:
    ali = in_the_call(visit, bea)
    with at(clock.now() - SUMMARY_FOR - MINUTE):
        ended(visit, bea)

    with pytest.raises(Refused, match="invitation-not-valid"):
        operations.read_summary(ali, visit)


def test_whoever_merely_has_the_link_reads_nothing(bea: Actor, visit: VisitId) -> None:
    in_the_call(visit, bea)
    bearer = the_bearer_of_the_link_to(visit, bea)
    ended(visit, bea)

    with pytest.raises(Refused):
        operations.read_summary(bearer, visit)

    assert the_log_says("summary.read", "refused", "another-device", visit)


def test_the_device_of_another_visit_reads_nothing(bea: Actor, ali: PatientId, visit: VisitId) -> None:
    phone = waiting(the_bearer_of_the_link_to(a_visit_of(bea, ali), bea))
    bearer = the_bearer_of_the_link_to(visit, bea)
    ended(visit, bea)

    with pytest.raises(Refused, match="another-device"):
        operations.read_summary(guest(bearer.bearer or b"", phone.party), visit)


def test_there_is_no_summary_before_the_end(bea: Actor, visit: VisitId) -> None:
    ali = in_the_call(visit, bea)

    with pytest.raises(Refused, match="nothing-to-read"):
        operations.read_summary(ali, visit)


def test_the_summary_says_who_opened_the_file_once_for_what_was_done_alike(
    bea: Actor, ali: PatientId, visit: VisitId
) -> None:
    phone = in_the_call(visit, bea)
    for _ in range(3):
        records.open_chart(bea, TREAT, ali)
    newest = newest_lines(1)[0]
    ended(visit, bea)

    (opening,) = operations.read_summary(phone, visit).openings

    assert newest.act == opening.act == "chart.open"
    assert (opening.who, opening.times, opening.because) == ("Bea", 3, "relation-visit")


def test_a_colleague_who_tried_in_vain_is_named_too(bea: Actor, cem: Actor, ali: PatientId, visit: VisitId) -> None:
    phone = in_the_call(visit, bea)
    verify_patient(bea, TREAT, ali, VerifiedHow.KNOWN_PERSONALLY)
    with pytest.raises(Refused):
        records.open_chart(cem, TREAT, ali)
    ended(visit, bea)

    (opening,) = operations.read_summary(phone, visit).openings

    assert (opening.who, opening.outcome, opening.because) == ("Cem", "refused", "no-care-relation")


def test_who_is_not_verified_is_told_of_this_visit_alone(
    bea: Actor, cem: Actor, ali: PatientId, visit: VisitId
) -> None:
    phone = in_the_call(visit, bea)
    a_visit_of(cem, ali)
    records.open_chart(cem, TREAT, ali)
    ended(visit, bea)

    lines = operations.read_summary(phone, visit).accesses

    assert {line.who for line in lines} == {"Bea"}


def test_every_line_the_patient_sees_of_a_whole_visit_has_words(bea: Actor, dua: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)
    phone = waiting(the_bearer_of_the_link_to(visit, dua))
    operations.who_is_there(dua, WORK, visit)
    operations.admit_party(dua, WORK, visit, phone.party)  # type: ignore[arg-type]
    operations.enter_room(bea, TREAT, visit)
    records.open_chart(bea, TREAT, ali)
    accepted(bea, visit, "pulse", {"value": "71"})
    ended(visit, bea)

    lines = operations.read_summary(phone, visit).accesses

    assert len(lines) > 5
    assert {line.act for line in lines} <= set(ACTS)
    assert {line.because for line in lines} <= set(REASONS)


def test_a_guest_of_another_visit_does_not_learn_of_this_one(bea: Actor, visit: VisitId) -> None:
    stranger = in_the_call(a_visit_of(bea), bea)
    ended(visit, bea)

    with pytest.raises(ObjectDoesNotExist):
        operations.read_summary(stranger, visit)


def seat_of_clinician(clinician: Actor, visit: VisitId) -> Party:
    operations.see_visit(clinician, WORK, visit)
    return Party.objects.get(visit_id=visit, staff_id=clinician.person)


def test_where_nobody_met_nothing_flowed(bea: Actor, visit: VisitId) -> None:
    operations.enter_room(bea, TREAT, visit)

    operations.end_visit(bea, TREAT, visit, for_patient="", flow=Flow(heard=600))

    assert seat_of_clinician(bea, visit).flow is None


def test_a_count_is_cut_to_the_time_that_two_were_there(bea: Actor, ali: PatientId, visit: VisitId) -> None:
    with at(clock.now() - timedelta(minutes=15)):
        operations.enter_room(bea, TREAT, visit)
        in_the_call(visit, bea)

    operations.end_visit(bea, TREAT, visit, for_patient="", flow=Flow(heard=600, seen=9999, shown=-4, interruptions=1))

    assert "600" not in str(newest_lines(1)), "a line of the log stays for years, the seat for 90 days"
    kept = seat_of_clinician(bea, visit).flow
    assert kept is not None
    assert (kept["heard"], kept["shown"], kept["interruptions"]) == (600, 0, 1)
    assert 900 <= kept["seen"] < 1000
