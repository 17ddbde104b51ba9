"""The page on which a visit is booked: what it offers, what it refuses beside which field, and what is free."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from paravent.access.terms import Actor
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import a_browser_of, at
from paravent.visits.models import Visit
from paravent.visits.tests.cast import an_appointment_of

BERLIN = ZoneInfo("Europe/Berlin")


def booking(bea: Actor, ali: PatientId, **more: str) -> dict[str, str]:
    """Return a filled-in booking."""
    typed = {"day": "2030-05-06", "time": "10:00", "minutes": "20", "reason": "cough"}
    return {"patient": str(ali), "clinician": str(bea.person), **typed, **more}


def test_a_booked_visit_starts_when_the_clock_in_the_practice_says_so(bea: Actor, ali: PatientId) -> None:
    answer = a_browser_of(bea).post("/visits/book/", booking(bea, ali))

    assert answer.status_code == 302
    assert Visit.objects.get().starts_at == datetime(2030, 5, 6, 10, tzinfo=BERLIN)
    assert "10:00" in a_browser_of(bea).get("/today/", {"on": "2030-05-06"}).content.decode()


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_day_offered_is_one_that_a_browser_reads_in_every_language(bea: Actor, language: str) -> None:
    with at(datetime(2030, 5, 6, 10, tzinfo=BERLIN)):
        page = a_browser_of(bea, accept_language=language).get("/visits/book/").content.decode()

    assert 'type="date" name="day" value="2030-05-06"' in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"time": "10:10"}, "10:10 is taken. The next free time is 10:30"),
        ({"time": "10:10", "minutes": "60"}, 'name="time" value="10:30"'),
        ({"day": "2020-05-06"}, "A visit starts in the future"),
        ({"day": "2030-03-31", "time": "02:30"}, "this time does not exist."),
        ({"patient": ""}, "Choose a patient first."),
    ],
)
def test_what_cannot_be_booked_is_said_beside_the_form(
    bea: Actor, ali: PatientId, typed: dict[str, str], words: str
) -> None:
    an_appointment_of(bea, ali, at=datetime(2030, 5, 6, 10, tzinfo=BERLIN))

    page = a_browser_of(bea).post("/visits/book/", booking(bea, ali, **typed))

    assert page.status_code == 422
    assert words in page.content.decode()
    assert Visit.objects.count() == 1


def test_a_time_that_is_taken_is_not_offered(bea: Actor, cem: Actor, dua: Actor, ali: PatientId) -> None:
    an_appointment_of(bea, ali, at=datetime(2030, 5, 6, 10, tzinfo=BERLIN))

    with at(datetime(2030, 5, 6, 9, 50, tzinfo=BERLIN)):
        offered = [a_browser_of(who).get("/visits/book/").content.decode() for who in (bea, cem)]
        at_reception = a_browser_of(dua).get("/visits/book/").content.decode()

    assert ['name="time" value="10:30"' in page for page in offered] == [True, False]
    # Whoever stands first in the list, Bea, is whom reception is offered.
    assert 'name="time" value="10:30"' in at_reception


def test_a_clinician_books_with_themselves_and_reception_with_everybody(
    bea: Actor, cem: Actor, dua: Actor, ali: PatientId
) -> None:
    offered = a_browser_of(dua).get("/visits/book/").content.decode()
    assert str(bea.person) in offered
    assert str(cem.person) in offered
    assert str(cem.person) not in a_browser_of(bea).get("/visits/book/").content.decode()


def test_beside_the_form_stands_what_is_taken_that_day(bea: Actor, ali: PatientId) -> None:
    an_appointment_of(bea, ali, at=datetime(2030, 5, 6, 10, tzinfo=BERLIN))
    asked = {"clinician": str(bea.person), "day": "2030-05-06"}

    said = a_browser_of(bea).get("/visits/taken/", asked).content.decode()

    assert "10:00" in said
    assert "Ali" not in said
    assert a_browser_of(bea).get("/visits/taken/", {"clinician": "Bea"}).status_code == 422
