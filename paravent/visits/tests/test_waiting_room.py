"""The waiting room and the call: who sits where, who is let in, and that nobody is there unseen."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from paravent.access.terms import Actor, Refused, guest
from paravent.consent.models import Consent
from paravent.consent.queries import wording
from paravent.consent.terms import Topic
from paravent.kernel.ids import PartyId, PatientId
from paravent.people.tests.cast import ASKED, TREAT, WORK, newest_lines, the_log_says
from paravent.visits import operations
from paravent.visits.models import Party, Visit
from paravent.visits.terms import SEATS, PartyKind, PartyState, RoomFull, Status
from paravent.visits.tests.cast import (
    a_visit_of,
    an_appointment_of,
    in_the_call,
    seat_of,
    the_bearer_of_the_link_to,
    waiting,
)


def test_who_starts_now_gets_an_open_visit_with_a_provisional_file(bea: Actor) -> None:
    visit = operations.start_now(bea, TREAT)

    assert (visit.status, visit.is_spontaneous, visit.patient.is_provisional) == (Status.OPEN, True, True)
    assert visit.patient.identity.name == ""
    assert the_log_says("visit.start-now", "done", "consults", visit.visit_id)


def test_who_starts_now_with_somebody_known_starts_in_their_file(bea: Actor, ali: PatientId) -> None:
    visit = operations.start_now(bea, TREAT, ali)

    assert (visit.patient.patient_id, visit.patient.is_provisional) == (ali, False)
    assert newest_lines(1)[0].patient == ali


def test_reception_does_not_consult(dua: Actor) -> None:
    with pytest.raises(Refused):
        operations.start_now(dua, TREAT)

    assert the_log_says("visit.start-now", "refused", "only-clinicians-consult")


def test_a_guest_who_is_ready_waits_under_the_name_they_said(bea: Actor) -> None:
    visit = a_visit_of(bea)
    ali = waiting(the_bearer_of_the_link_to(visit, bea), "Ali")

    assert the_log_says("party.get-ready", "done", "invited", visit)
    room = operations.enter_room(ali, ASKED, visit)
    assert (room.me.name, room.me.state, room.me.is_verified) == ("Ali", PartyState.WAITING, False)
    assert the_log_says("party.enter", "done", "invited", visit)
    seen = operations.see_visit(bea, WORK, visit)
    assert seen.patient.identity.name == "Ali"
    assert seen.waiting_since == room.me.since


def test_the_name_a_guest_says_is_not_in_the_database_in_clear(bea: Actor) -> None:
    ali = waiting(the_bearer_of_the_link_to(a_visit_of(bea), bea), "Ali Demir")

    assert b"Ali" not in bytes(Party.objects.get(id=seat_of(ali)).sealed_name)


def test_a_known_patients_name_stays_as_the_practice_has_it(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali)

    waiting(the_bearer_of_the_link_to(visit, bea), "Somebody Else")

    assert operations.see_visit(bea, WORK, visit).patient.identity.name == "Ali Demir"
    assert [party.name for party in operations.who_is_there(bea, WORK, visit)] == ["Somebody Else"]


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_who_is_ready_has_agreed_to_the_words_they_were_shown(bea: Actor, language: str) -> None:
    visit = a_visit_of(bea)
    operations.get_ready(the_bearer_of_the_link_to(visit, bea), name="Ali", language=language)

    shown = wording(Topic.VIDEO_CONSULTATION, language)
    kept = Consent.objects.get(visit_id=visit)
    assert (kept.version, kept.language, kept.text_digest) == (shown.version, shown.language, shown.digest)
    assert kept.withdrawn_at is None
    assert newest_lines(1)[0].facts["consent"] == f"video-consultation v{shown.version} {shown.language}"


def test_on_a_second_device_the_first_ones_seat_is_left(bea: Actor) -> None:
    visit = a_visit_of(bea)
    phone = waiting(the_bearer_of_the_link_to(visit, bea))

    again = waiting(phone)

    assert seat_of(again) != seat_of(phone)
    with pytest.raises(Refused, match="was-removed"):
        operations.enter_room(phone, ASKED, visit)
    assert [party.party_id for party in operations.who_is_there(bea, WORK, visit)] == [seat_of(again)]


def test_whoever_else_bears_the_link_waits_on_a_seat_of_their_own(bea: Actor) -> None:
    visit = a_visit_of(bea)
    bearer = the_bearer_of_the_link_to(visit, bea)
    ali, eve = waiting(bearer, "Ali"), waiting(bearer, "Eve")

    # Two waiting guests are not told of each other; the clinician sees both.
    assert {party.name for party in operations.enter_room(ali, ASKED, visit).parties} == {"Ali"}
    assert {party.name for party in operations.enter_room(eve, ASKED, visit).parties} == {"Eve"}
    assert {party.name for party in operations.who_is_there(bea, WORK, visit)} == {"Ali", "Eve"}


def test_who_waits_is_told_when_another_one_sat_down_by_the_same_link(bea: Actor) -> None:
    visit = a_visit_of(bea)
    bearer = the_bearer_of_the_link_to(visit, bea)
    ali, eve = waiting(bearer, "Ali"), waiting(bearer, "Eve")
    assert not operations.room_of(eve, ASKED, visit).is_taken

    operations.admit_party(bea, TREAT, visit, seat_of(ali))

    assert operations.room_of(eve, ASKED, visit).is_taken
    assert not operations.room_of(ali, ASKED, visit).is_taken
    assert not operations.enter_room(bea, TREAT, visit).is_taken
    operations.remove_party(bea, TREAT, visit, seat_of(ali))
    assert not operations.room_of(eve, ASKED, visit).is_taken


def test_when_the_patients_seat_is_taken_nobody_else_gets_ready(bea: Actor) -> None:
    visit = a_visit_of(bea)
    in_the_call(visit, bea)

    with pytest.raises(Refused):
        waiting(the_bearer_of_the_link_to(visit, bea), "Eve")

    assert the_log_says("party.get-ready", "refused", "seat-is-taken", visit)


@pytest.mark.parametrize("who", ["bea", "dua"])
def test_its_clinician_and_reception_admit(who: str, bea: Actor, dua: Actor, ali: PatientId) -> None:
    visit, by = an_appointment_of(bea, ali), {"bea": bea, "dua": dua}[who]
    patient = waiting(the_bearer_of_the_link_to(visit, bea))

    operations.admit_party(by, WORK, visit, seat_of(patient))

    assert the_log_says("party.admit", "done", "own-visit" if who == "bea" else "runs-reception", visit)
    assert operations.enter_room(patient, ASKED, visit).me.state == PartyState.ADMITTED
    assert Visit.objects.get(pk=visit).status == Status.OPEN


def test_a_colleague_admits_nobody(bea: Actor, cem: Actor) -> None:
    visit = a_visit_of(bea)
    patient = waiting(the_bearer_of_the_link_to(visit, bea))

    with pytest.raises(ObjectDoesNotExist):
        operations.admit_party(cem, TREAT, visit, seat_of(patient))

    assert the_log_says("party.admit", "refused", "nothing-there-for-you")


def test_a_guest_admits_nobody_not_even_themselves(bea: Actor) -> None:
    visit = a_visit_of(bea)
    patient = waiting(the_bearer_of_the_link_to(visit, bea))

    with pytest.raises(Refused, match="not-your-visit"):
        operations.admit_party(patient, ASKED, visit, seat_of(patient))


def test_the_database_itself_lets_no_guest_admit_themselves(bea: Actor) -> None:
    patient = waiting(the_bearer_of_the_link_to(a_visit_of(bea), bea))

    # The guest has spoken last, so these are their rights.
    with pytest.raises(DatabaseError, match="row-level security"):
        Party.objects.filter(id=seat_of(patient)).update(state=PartyState.ADMITTED)


def test_nobody_is_admitted_from_another_visits_waiting_room(bea: Actor) -> None:
    here, there = a_visit_of(bea), a_visit_of(bea)
    patient = waiting(the_bearer_of_the_link_to(there, bea))

    with pytest.raises(Party.DoesNotExist):
        operations.admit_party(bea, TREAT, here, seat_of(patient))


def test_a_forwarded_link_puts_no_second_person_into_the_call(bea: Actor) -> None:
    visit = a_visit_of(bea)
    bearer = the_bearer_of_the_link_to(visit, bea)
    ali, eve = waiting(bearer, "Ali"), waiting(bearer, "Eve")
    operations.admit_party(bea, TREAT, visit, seat_of(ali))

    with pytest.raises(RoomFull):
        operations.admit_party(bea, TREAT, visit, seat_of(eve))

    assert the_log_says("party.admit", "failed", "RoomFull", visit)


def test_a_room_that_is_full_takes_nobody(bea: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert SEATS == 4
    # Four cannot be there yet, with one clinician and one patient: two seats are enough to see the limit hold.
    monkeypatch.setattr("paravent.visits.operations.room.SEATS", 1)
    visit = a_visit_of(bea)
    operations.enter_room(bea, TREAT, visit)
    patient = waiting(the_bearer_of_the_link_to(visit, bea))

    with pytest.raises(RoomFull):
        operations.admit_party(bea, TREAT, visit, seat_of(patient))


def test_who_was_sent_out_does_not_come_back_on_that_seat(bea: Actor) -> None:
    visit = a_visit_of(bea)
    patient = in_the_call(visit, bea)

    operations.remove_party(bea, TREAT, visit, seat_of(patient))

    assert the_log_says("party.remove", "done", "own-visit", visit)
    with pytest.raises(Refused):
        operations.enter_room(patient, ASKED, visit)
    assert the_log_says("party.enter", "refused", "was-removed", visit)


def test_who_has_left_is_not_admitted_any_more(bea: Actor) -> None:
    visit = a_visit_of(bea)
    patient = waiting(the_bearer_of_the_link_to(visit, bea))
    operations.leave_room(patient, ASKED, visit)
    assert the_log_says("party.leave", "done", "invited", visit)

    with pytest.raises(Party.DoesNotExist):
        operations.admit_party(bea, TREAT, visit, seat_of(patient))


def test_everybody_in_the_call_is_named_to_everybody(bea: Actor) -> None:
    visit = a_visit_of(bea)
    operations.enter_room(bea, TREAT, visit)
    patient = in_the_call(visit, bea)

    for room in (operations.room_of(patient, ASKED, visit), operations.room_of(bea, TREAT, visit)):
        assert {(party.name, party.kind) for party in room.parties} == {
            ("Bea", PartyKind.CLINICIAN),
            ("Ali", PartyKind.PATIENT),
        }
    assert the_log_says("party.see-room", "done", "own-visit", visit)


def test_a_clinician_comes_back_to_the_seat_they_had(bea: Actor) -> None:
    visit = a_visit_of(bea)
    first = operations.enter_room(bea, TREAT, visit).me
    operations.leave_room(bea, TREAT, visit)

    assert operations.enter_room(bea, TREAT, visit).me.party_id == first.party_id


def test_reception_arranges_and_stays_outside(bea: Actor, dua: Actor) -> None:
    visit = a_visit_of(bea)

    with pytest.raises(ObjectDoesNotExist):
        operations.enter_room(dua, WORK, visit)


def test_a_link_without_a_seat_sees_no_room(bea: Actor) -> None:
    visit = a_visit_of(bea)
    bearer = the_bearer_of_the_link_to(visit, bea)

    for stranger in (bearer, guest(bearer.bearer or b"", PartyId(visit))):
        with pytest.raises(ObjectDoesNotExist):
            operations.enter_room(stranger, ASKED, visit)


def test_who_takes_the_agreement_back_is_out_and_it_is_noted_when(bea: Actor) -> None:
    visit = a_visit_of(bea)
    patient = in_the_call(visit, bea)

    operations.withdraw_consent(patient, visit)

    assert the_log_says("visit.withdraw-consent", "done", "invited", visit)
    welcome = operations.present_invitation(patient)
    assert (welcome.has_consented, welcome.is_seated) == (False, False)
    assert Consent.objects.get(visit_id=visit).withdrawn_at is not None
    with pytest.raises(Refused, match="was-removed"):
        operations.enter_room(patient, ASKED, visit)


def test_who_agrees_anew_waits_anew_and_both_choices_stay_on_record(bea: Actor) -> None:
    visit = a_visit_of(bea)
    patient = in_the_call(visit, bea)
    operations.withdraw_consent(patient, visit)

    patient = waiting(patient)

    assert operations.present_invitation(patient).has_consented
    assert Consent.objects.filter(visit_id=visit).count() == 2


def test_the_link_to_one_visit_takes_back_nothing_from_another(bea: Actor, ali: PatientId) -> None:
    today, later = an_appointment_of(bea, ali), a_visit_of(bea, ali)
    bearer = the_bearer_of_the_link_to(today, bea)
    in_the_call(later, bea)

    with pytest.raises(ObjectDoesNotExist):
        operations.withdraw_consent(bearer, later)

    assert Consent.objects.get(visit_id=later).withdrawn_at is None
