"""The day: whose visits it shows, and where it begins and ends when the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.access.operation import operation
from paravent.access.terms import Actor, Refused, Role, allow
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.people.models import Patient
from paravent.people.tests.cast import TREAT, WORK, a_patient, newest_lines, somebody, the_log_says
from paravent.visits import operations
from paravent.visits.models import Visit
from paravent.visits.queries import day_of
from paravent.visits.tests.cast import a_visit_of, an_appointment_of

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=BERLIN)  # type: ignore[arg-type, misc]


def shown(actor: Actor, day: datetime) -> list[VisitId]:
    """Return the visits that somebody's day shows, in its order."""
    own = actor.person if actor.is_a(Role.CLINICIAN) else None
    return [visit.visit_id for visit in operations.list_day(actor, WORK, day=day, clinician_id=own)]


@pytest.mark.parametrize(
    ("day", "starts", "ends", "hours"),
    [
        (local(2026, 3, 28, 12), datetime(2026, 3, 27, 23, tzinfo=UTC), datetime(2026, 3, 28, 23, tzinfo=UTC), 24),
        (local(2026, 3, 29, 12), datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC), 23),
        (local(2026, 10, 25, 12), datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC), 25),
    ],
    ids=["like any other", "an hour is left out", "an hour comes twice"],
)
def test_a_day_is_the_practices_day(day: datetime, starts: datetime, ends: datetime, hours: int) -> None:
    found = [moment.astimezone(UTC) for moment in day_of(day)]

    assert found == [starts, ends]
    assert found[1] - found[0] == hours * HOUR


@given(st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 (hypothesis adds the zone)
def test_every_instant_lies_in_its_own_day_and_days_follow_each_other(at: datetime) -> None:
    start, end = (moment.astimezone(UTC) for moment in day_of(at))

    assert start <= at < end
    assert day_of(end)[0].astimezone(UTC) == end


@pytest.mark.parametrize("day", [(2030, 3, 31), (2030, 10, 27), (2030, 5, 6)])
def test_a_day_shows_its_first_and_its_last_visit_and_none_of_its_neighbours(
    bea: Actor, ali: PatientId, day: tuple[int, int, int]
) -> None:
    noon = local(*day, 12)
    before = noon - timedelta(days=1)
    first = an_appointment_of(bea, ali, at=local(*day, 0, 0))
    last = an_appointment_of(bea, ali, at=local(*day, 23, 50))
    an_appointment_of(bea, ali, at=before.replace(hour=23, minute=0))
    an_appointment_of(bea, ali, at=(noon + timedelta(days=1)).replace(hour=0, minute=20))

    assert shown(bea, noon) == [first, last]


def test_a_visit_across_midnight_is_seen_on_both_days(bea: Actor, ali: PatientId) -> None:
    across = an_appointment_of(bea, ali, at=local(2030, 5, 6, 23, 50))
    an_appointment_of(bea, ali, at=local(2030, 5, 6, 23, 20))

    assert shown(bea, local(2030, 5, 7, 0, 5)) == [across]
    assert shown(bea, local(2030, 5, 8, 0, 5)) == []


def test_a_clinician_sees_their_own_day_and_reception_everybodys(
    bea: Actor, cem: Actor, dua: Actor, ali: PatientId
) -> None:
    noon = local(2030, 5, 6, 12)
    beas = an_appointment_of(bea, ali, at=noon)
    cems = an_appointment_of(cem, a_patient("Eve Stone"), at=noon + HOUR)

    assert shown(bea, noon) == [beas]
    assert the_log_says("visit.list-day", "done", "own-day")
    assert newest_lines(1)[0].facts == {"shown": "1"}
    assert shown(dua, noon) == [beas, cems]
    assert the_log_says("visit.list-day", "done", "runs-reception")


@pytest.mark.parametrize("role", [Role.DPO, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_nobody_else_sees_a_day(db: None, role: Role) -> None:
    max_ = somebody("Max", role)

    with pytest.raises(Refused):
        shown(max_, local(2030, 5, 6, 12))

    assert the_log_says("visit.list-day", "refused", "not-your-day")


def test_a_clinician_does_not_list_a_colleagues_day(bea: Actor, cem: Actor) -> None:
    with pytest.raises(Refused):
        operations.list_day(cem, WORK, day=local(2030, 5, 6, 12), clinician_id=bea.person)  # type: ignore[arg-type]

    assert the_log_says("visit.list-day", "refused", "not-your-day")


def test_a_visit_is_seen_by_those_who_run_it(bea: Actor, cem: Actor, dua: Actor, ali: PatientId) -> None:
    visit = a_visit_of(bea, ali)

    for reader, purpose, because in ((bea, TREAT, "own-visit"), (dua, WORK, "runs-reception")):
        assert operations.see_visit(reader, purpose, visit).visit_id == visit
        assert the_log_says("visit.open", "done", because, visit)
    a_visit_of(cem, ali)
    with pytest.raises(Refused):  # Cem cares for Ali too, so he learns that there is a visit, and no more
        operations.see_visit(cem, TREAT, visit)
    assert the_log_says("visit.open", "refused", "not-your-visit", visit)


def test_one_row_that_was_changed_outside_does_not_shut_the_day(bea: Actor, ali: PatientId) -> None:
    noon = local(2030, 5, 6, 12)
    eve = a_patient("Eve Stone")
    an_appointment_of(bea, ali, at=noon, reason="follow-up")
    an_appointment_of(bea, eve, at=noon + HOUR)
    with operation("test.damage", bea, WORK) as op:
        op.require(allow("test"))
        Patient.objects.filter(pk=eve).update(sealed=b"x" * 64)
        Visit.objects.filter(patient_id=ali).update(sealed_reason=b"x" * 64)

    day = operations.list_day(bea, WORK, day=noon, clinician_id=PersonId(bea.person))

    assert [(visit.patient.identity.name, visit.reason) for visit in day] == [("Ali Demir", "⚠"), ("⚠", "follow-up")]
