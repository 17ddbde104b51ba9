"""Booking: nobody twice at a time, nothing in the past, and the times that clocks do not know."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from paravent.access.terms import Actor, Refused, Role
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.keys.terms import KeyDestroyed
from paravent.people.tests.cast import TREAT, WORK, a_patient, at, newest_lines, somebody, the_log_says
from paravent.visits import operations
from paravent.visits.models import Visit
from paravent.visits.terms import LONGEST_VISIT, SHORTEST_VISIT, SlotTaken, Status, TimeImpossible
from paravent.visits.tests.cast import HALF_AN_HOUR, HOUR, an_appointment_of

BERLIN = ZoneInfo("Europe/Berlin")
TEN = datetime(2030, 5, 6, 10, tzinfo=BERLIN)
SECOND = timedelta(seconds=1)


def test_a_clinician_books_for_themselves_and_the_log_says_so(bea: Actor, ali: PatientId) -> None:
    booked = operations.book_visit(
        bea, WORK, patient_id=ali, clinician_id=bea.person, starts_at=TEN, length=HALF_AN_HOUR, reason="cough"
    )

    assert (booked.status, booked.is_spontaneous) == (Status.BOOKED, False)
    assert (booked.patient.identity.name, booked.clinician_name, booked.reason) == ("Ali Demir", "Bea", "cough")
    assert booked.ends_at - booked.starts_at == HALF_AN_HOUR
    assert the_log_says("visit.book", "done", "own-appointment", booked.visit_id)
    assert newest_lines(1)[0].patient == ali


def test_the_reason_of_a_visit_is_not_in_the_database_in_clear(bea: Actor, ali: PatientId) -> None:
    visit = an_appointment_of(bea, ali, reason="a persistent cough")

    assert b"cough" not in bytes(Visit.objects.get(pk=visit).sealed_reason)


def test_reception_books_for_everybody(dua: Actor, bea: Actor, ali: PatientId) -> None:
    booked = operations.book_visit(
        dua, WORK, patient_id=ali, clinician_id=bea.person, starts_at=TEN, length=HALF_AN_HOUR, reason=""
    )

    assert booked.clinician_id == bea.person
    assert the_log_says("visit.book", "done", "runs-reception", booked.visit_id)


def test_a_clinician_books_for_nobody_else(bea: Actor, cem: Actor, ali: PatientId) -> None:
    with pytest.raises(Refused):
        operations.book_visit(
            cem, WORK, patient_id=ali, clinician_id=bea.person, starts_at=TEN, length=HALF_AN_HOUR, reason=""
        )

    assert the_log_says("visit.book", "refused", "books-for-nobody-else")
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "starts_at",
    [TEN, TEN + timedelta(minutes=29), TEN - timedelta(minutes=29), TEN + timedelta(minutes=10)],
    ids=["at the same time", "a minute before its end", "a minute into it", "in the midst of it"],
)
def test_the_database_refuses_to_book_anybody_twice(bea: Actor, ali: PatientId, starts_at: datetime) -> None:
    an_appointment_of(bea, ali, at=TEN)

    with pytest.raises(SlotTaken):
        an_appointment_of(bea, a_patient("Eve Stone"), at=starts_at)

    assert the_log_says("visit.book", "failed", "IntegrityError")
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("starts_at", [TEN + HALF_AN_HOUR, TEN - HALF_AN_HOUR], ids=["right after", "right before"])
def test_visits_may_follow_each_other_at_once(bea: Actor, ali: PatientId, starts_at: datetime) -> None:
    an_appointment_of(bea, ali, at=TEN)
    an_appointment_of(bea, ali, at=starts_at)

    assert Visit.objects.count() == 2


def test_two_clinicians_consult_at_the_same_time(bea: Actor, cem: Actor, ali: PatientId) -> None:
    an_appointment_of(bea, ali, at=TEN)

    assert an_appointment_of(cem, a_patient("Eve Stone"), at=TEN)


def test_starting_now_needs_no_free_slot(bea: Actor, ali: PatientId) -> None:
    with at(clock.now() - timedelta(minutes=6)):
        an_appointment_of(bea, ali, at=clock.now() + timedelta(minutes=1))

    assert operations.start_now(bea, TREAT).status == Status.OPEN


def test_a_cancelled_visit_leaves_its_time_free(bea: Actor, ali: PatientId) -> None:
    first = an_appointment_of(bea, ali, at=TEN)
    operations.cancel_visit(bea, WORK, first)

    assert an_appointment_of(bea, ali, at=TEN) != first


def test_of_two_who_book_at_the_same_moment_one_gets_the_time_however_often_they_press(fresh_database: str) -> None:
    del fresh_database
    bea, dua, ali = somebody("Bea", Role.CLINICIAN), somebody("Dua", Role.RECEPTION), a_patient()

    def book(by: Actor) -> VisitId | None:
        try:
            return operations.book_visit(
                by, WORK, patient_id=ali, clinician_id=bea.person, starts_at=TEN, length=HALF_AN_HOUR, reason=""
            ).visit_id
        except SlotTaken:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        pressed = list(pool.map(book, [bea, dua, bea, dua]))

    assert sorted([pressed[0] is None, pressed[1] is None]) == [False, True]
    assert pressed[:2] == pressed[2:]
    assert len(set(pressed)) == 2


def test_sent_twice_it_is_booked_once_and_found(bea: Actor, ali: PatientId) -> None:
    first = an_appointment_of(bea, ali, at=TEN)

    assert an_appointment_of(bea, ali, at=TEN) == first
    assert the_log_says("visit.book", "done", "own-appointment", first)
    assert newest_lines(1)[0].facts["booked"] == "before"


@pytest.mark.parametrize(
    "otherwise", [{"lasting": HOUR}, {"reason": "cough"}], ids=["for another time", "in other words"]
)
def test_what_was_booked_otherwise_is_not_taken_for_the_same(
    bea: Actor, ali: PatientId, otherwise: dict[str, Any]
) -> None:
    an_appointment_of(bea, ali, at=TEN)

    with pytest.raises(SlotTaken):
        an_appointment_of(bea, ali, at=TEN, **otherwise)


def test_what_a_colleague_booked_is_not_taken_for_ones_own(bea: Actor, dua: Actor, ali: PatientId) -> None:
    an_appointment_of(bea, ali, at=TEN, reason="")

    with pytest.raises(SlotTaken):
        operations.book_visit(
            dua, WORK, patient_id=ali, clinician_id=bea.person, starts_at=TEN, length=HALF_AN_HOUR, reason=""
        )


def test_a_visit_that_is_under_way_already_is_not_booked(bea: Actor, ali: PatientId) -> None:
    with at(TEN + timedelta(minutes=1, seconds=1)), pytest.raises(TimeImpossible):
        an_appointment_of(bea, ali, at=TEN)


def test_the_minute_that_is_running_can_still_be_booked(bea: Actor, ali: PatientId) -> None:
    with at(TEN + timedelta(seconds=59)):
        assert an_appointment_of(bea, ali, at=TEN)


@pytest.mark.parametrize("length", [SHORTEST_VISIT, LONGEST_VISIT])
def test_the_shortest_and_the_longest_visit_are_bookable(bea: Actor, ali: PatientId, length: timedelta) -> None:
    assert an_appointment_of(bea, ali, at=TEN, lasting=length)


@pytest.mark.parametrize("length", [SHORTEST_VISIT - SECOND, LONGEST_VISIT + SECOND, timedelta(0), -HALF_AN_HOUR])
def test_what_is_shorter_or_longer_is_not(bea: Actor, ali: PatientId, length: timedelta) -> None:
    with pytest.raises(TimeImpossible):
        an_appointment_of(bea, ali, at=TEN, lasting=length)


@pytest.mark.parametrize(
    "starts_at",
    [datetime(2030, 10, 27, 2, 50, tzinfo=BERLIN), datetime(2030, 3, 31, 1, 50, tzinfo=BERLIN)],
    ids=["an hour comes twice", "an hour is left out"],
)
def test_a_visit_lasts_as_long_as_booked_in_the_night_the_clocks_change(
    bea: Actor, ali: PatientId, starts_at: datetime
) -> None:
    visit = Visit.objects.get(pk=an_appointment_of(bea, ali, at=starts_at, lasting=2 * HOUR))

    assert visit.starts_at == starts_at.astimezone(UTC)
    assert visit.ends_at - visit.starts_at == 2 * HOUR


def test_nobody_is_booked_whose_keys_do_not_exist(bea: Actor) -> None:
    stranger = PatientId(PersonId(bea.person))

    with pytest.raises(KeyDestroyed):
        an_appointment_of(bea, stranger)

    assert the_log_says("visit.book", "failed", "KeyDestroyed")
