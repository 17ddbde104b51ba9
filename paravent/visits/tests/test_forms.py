"""What people type about visits."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from paravent.visits.forms import Arrival, Booking, NewPatient, NoteForm, flow_said
from paravent.visits.terms import LONGEST_VISIT, SHORTEST_VISIT, Flow, Note

BERLIN = ZoneInfo("Europe/Berlin")
BEA = str(uuid4())


def booking(day: str, at: str, minutes: str = "20", patient: str | None = None) -> Booking:
    """Return a filled-in booking with Bea."""
    typed = {"patient": patient or str(uuid4()), "clinician": BEA, "day": day, "time": at, "minutes": minutes}
    form = Booking(typed)
    form.offer([(BEA, "Bea")])
    return form


def test_day_and_time_are_one_instant_of_the_practices_zone() -> None:
    form = booking("2026-07-01", "09:30")

    assert form.is_valid()
    assert form.cleaned_data["starts_at"] == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    assert form.cleaned_data["length"] == timedelta(minutes=20)


@pytest.mark.parametrize("at", ["02:00", "02:30", "02:59"])
def test_a_time_that_the_clock_change_leaves_out_is_refused_in_words(at: str) -> None:
    form = booking("2026-03-29", at)

    assert not form.is_valid()
    assert form.errors["time"] == ["The clocks change that night: this time does not exist."]


@pytest.mark.parametrize("at", ["01:59", "03:00"])
def test_the_times_around_it_exist(at: str) -> None:
    assert booking("2026-03-29", at).is_valid()


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    form = booking("2026-10-25", "02:30")

    assert form.is_valid()
    assert form.cleaned_data["starts_at"].astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.dates(date(2024, 1, 1), date(2034, 1, 1)), st.times())
def test_every_accepted_time_reads_on_the_clock_as_it_was_typed(day: date, at: time) -> None:
    form = booking(day.isoformat(), at.strftime("%H:%M"))

    if form.is_valid():
        local = form.cleaned_data["starts_at"].astimezone(UTC).astimezone(BERLIN)
        assert (local.date(), local.strftime("%H:%M")) == (day, at.strftime("%H:%M"))
    else:
        assert set(form.errors) == {"time"}


def test_every_length_on_offer_is_bookable() -> None:
    lengths = [timedelta(minutes=minutes) for minutes, _words in Booking.base_fields["minutes"].choices]  # type: ignore[attr-defined]

    assert len(lengths) > 3
    assert all(SHORTEST_VISIT <= length <= LONGEST_VISIT for length in lengths)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (booking("2026-07-01", "09:30", minutes="7"), "minutes"),
        (booking("2026-02-30", "09:30"), "day"),
        (booking("2026-07-01", "25:00"), "time"),
        (booking("2026-07-01", "09:30", patient="Ali"), "patient"),
        (NewPatient({"name": ""}), "name"),
        (NewPatient({"name": "Ali", "email": "nowhere"}), "email"),
        (Arrival({"name": "   "}), "name"),
        (Arrival({"name": "A" * 121}), "name"),
        (NoteForm({"plan": "x" * 20_001}), "plan"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(form: Booking, field: str) -> None:
    assert not form.is_valid()
    assert set(form.errors) == {field}


def test_a_booking_is_offered_with_the_clinicians_it_was_given_alone() -> None:
    form = booking("2026-07-01", "09:30")
    form.offer([(str(uuid4()), "Cem")])

    assert not form.is_valid()
    assert set(form.errors) == {"clinician"}


def test_a_note_is_kept_as_it_was_typed_apart_from_the_edges() -> None:
    form = NoteForm({"subjective": "pain <5/10> & worse\nat night", "plan": ""})

    assert form.is_valid()
    assert form.note() == Note(subjective="pain <5/10> & worse\nat night")


@pytest.mark.parametrize("form", [Arrival, NewPatient])
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eAli\u202c", "Ali"),
        ("\u2067Ali\u2069 \u200e", "Ali"),
        ("\u0645\u062d\u0645\u062f", "\u0645\u062d\u0645\u062f"),
        ("\u0645\u06cc\u200c\u0631\u0627", "\u0645\u06cc\u200c\u0631\u0627"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
    ],
    ids=["overridden", "isolated", "Arabic", "with a joiner that Persian needs", "joined pictures"],
)
def test_a_name_in_any_writing_turns_nothing_around(form: type[Arrival | NewPatient], typed: str, kept: str) -> None:
    filled = form({"name": typed})

    assert filled.is_valid()
    assert filled.cleaned_data["name"] == kept


def test_a_name_of_turning_marks_alone_is_no_name() -> None:
    assert "name" in Arrival({"name": "\u202e\u2066 "}).errors


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2207-03-01"])
def test_a_mistyped_year_is_asked_about(day: str) -> None:
    form = booking(day, "23:59")

    assert form.errors == {"day": ["This day is too far away. Is the year right?"]}


@pytest.mark.parametrize("text", ["", "x", "[]", "null", '{"heard": 1}', '{"heard": NaN, "seen": 1}'])
def test_what_is_no_count_of_a_call_counts_as_none(text: str) -> None:
    assert flow_said(text) is None


def test_a_page_says_what_flowed() -> None:
    counted = '{"heard": 61, "spoke": 62, "talked": 60, "seen": 50, "shown": 59, "faced": 50, "interruptions": 1}'
    assert flow_said(counted) == Flow(61, 62, 60, 50, 59, 50, 1)


@pytest.mark.parametrize(("years", "is_taken"), [(-1, False), (0, True), (104, True), (131, False), (1830, False)])
def test_nobody_is_registered_who_is_not_born_yet_or_older_than_anybody(years: int, is_taken: bool) -> None:
    born = (timezone.localdate() - timedelta(days=years * 365)).isoformat()
    form = NewPatient({"name": "Eve Stone", "birth_date": born})
    form.offer([])

    assert form.is_valid() == is_taken
    assert ("birth_date" in form.errors) != is_taken
