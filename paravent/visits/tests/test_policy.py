"""Who may do what with a visit: one table for each rule, with every role in it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Decision, Role, guest
from paravent.kernel.ids import PartyId, PersonId
from paravent.visits import policy
from paravent.visits.models import Party, Summary, Visit
from paravent.visits.terms import PartyKind, PartyState, Status

BEA, CEM = PersonId(uuid4()), PersonId(uuid4())
ALI = PartyId(uuid4())
NOW = datetime(2030, 1, 1, tzinfo=UTC)
BOOKED = Visit(clinician_id=BEA, status=Status.BOOKED)
OTHERS = [role for role in Role if role not in {Role.CLINICIAN, Role.RECEPTION, Role.SYSTEM}]


def actor(role: Role, person: PersonId = BEA) -> Actor:
    """Return Bea, or somebody else, in a role."""
    return Actor(person, frozenset({role}))


def told(decision: Decision) -> tuple[bool, str]:
    """Return a decision as the tables spell it."""
    return decision.allowed, decision.reason


def visit(status: Status) -> Visit:
    """Return a visit of Bea's that stands there."""
    return Visit(clinician_id=BEA, status=status)


def seat(kind: PartyKind, state: PartyState = PartyState.WAITING) -> Party:
    """Return Ali's seat, or Bea's."""
    return Party(id=ALI, kind=kind, state=state, staff_id=BEA if kind is PartyKind.CLINICIAN else None)


@pytest.mark.parametrize("role", list(Role))
def test_a_day_is_seen_by_its_clinician_and_by_reception(role: Role) -> None:
    expected = {
        Role.CLINICIAN: (True, "own-day"),
        Role.RECEPTION: (True, "runs-reception"),
        Role.SYSTEM: (True, "sample-practice"),
    }

    assert told(policy.may_see_day(actor(role), BEA)) == expected.get(role, (False, "not-your-day"))
    assert policy.may_see_day(actor(role, CEM), BEA).allowed is (role in {Role.RECEPTION, Role.SYSTEM})


@pytest.mark.parametrize("role", list(Role))
def test_a_clinician_books_for_themselves_and_reception_for_everybody(role: Role) -> None:
    expected = {
        Role.CLINICIAN: (True, "own-appointment"),
        Role.RECEPTION: (True, "runs-reception"),
        Role.SYSTEM: (True, "runs-reception"),
    }

    assert told(policy.may_book(actor(role), BEA)) == expected.get(role, (False, "books-for-nobody-else"))
    assert policy.may_book(actor(role, CEM), BEA).allowed is (role in {Role.RECEPTION, Role.SYSTEM})


@pytest.mark.parametrize("role", list(Role))
def test_only_clinicians_start_now(role: Role) -> None:
    expected = (True, "consults") if role is Role.CLINICIAN else (False, "only-clinicians-consult")

    assert told(policy.may_start_now(actor(role))) == expected


RULES: list[tuple[Callable[[Actor, Visit], Decision], set[Role]]] = [
    (policy.may_run, {Role.CLINICIAN, Role.RECEPTION, Role.SYSTEM}),
    (policy.may_see, {Role.CLINICIAN, Role.RECEPTION}),
    (policy.may_consult, {Role.CLINICIAN}),
    (policy.may_document, {Role.CLINICIAN}),
]


@pytest.mark.parametrize(("rule", "roles"), RULES, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("role", list(Role))
def test_a_visit_is_its_clinicians_and_reception_arranges_it(
    rule: Callable[[Actor, Visit], Decision], roles: set[Role], role: Role
) -> None:
    assert rule(actor(role), BOOKED).allowed is (role in roles)
    assert rule(actor(role, CEM), BOOKED).allowed is (role in roles - {Role.CLINICIAN})


@pytest.mark.parametrize(
    ("status", "runs", "sees", "consults", "documents"),
    [
        (Status.BOOKED, True, True, True, True),
        (Status.OPEN, True, True, True, True),
        (Status.ENDED, False, True, False, True),
        (Status.CANCELLED, False, True, False, False),
    ],
)
def test_what_its_clinician_may_still_do_with_a_visit(
    status: Status, *, runs: bool, sees: bool, consults: bool, documents: bool
) -> None:
    bea = actor(Role.CLINICIAN)

    assert policy.may_run(bea, visit(status)).allowed is runs
    assert policy.may_see(bea, visit(status)).allowed is sees
    assert policy.may_consult(bea, visit(status)).allowed is consults
    assert policy.may_document(bea, visit(status)).allowed is documents


def test_a_known_patients_visit_stays_theirs() -> None:
    bea, dua = actor(Role.CLINICIAN), actor(Role.RECEPTION)

    assert told(policy.may_assign(bea, BOOKED, is_provisional=True)) == (True, "own-visit")
    assert told(policy.may_assign(bea, BOOKED, is_provisional=False)) == (False, "patient-is-known")
    assert told(policy.may_assign(dua, BOOKED, is_provisional=True)) == (False, "not-your-visit")


@pytest.mark.parametrize("status", list(Status))
def test_a_cancelled_visit_welcomes_nobody(status: Status) -> None:
    assert policy.may_present_invitation(visit(status)).allowed is (status is not Status.CANCELLED)


@pytest.mark.parametrize(
    ("status", "admitted", "reason"),
    [
        (Status.BOOKED, 0, "invited"),
        (Status.OPEN, 0, "invited"),
        (Status.OPEN, 1, "seat-is-taken"),
        (Status.ENDED, 0, "visit-is-over"),
        (Status.CANCELLED, 0, "visit-is-over"),
    ],
)
def test_a_guest_gets_ready_while_the_seat_is_free(status: Status, admitted: int, reason: str) -> None:
    assert told(policy.may_get_ready(visit(status), admitted)) == (reason == "invited", reason)


def test_a_guest_enters_by_the_seat_their_device_took() -> None:
    ali, eve = guest(b"link", ALI), guest(b"link", PartyId(uuid4()))
    waits, left = seat(PartyKind.PATIENT), seat(PartyKind.PATIENT, PartyState.LEFT)

    assert told(policy.may_enter(ali, BOOKED, waits)) == (True, "invited")
    assert told(policy.may_enter(ali, BOOKED, left)) == (False, "was-removed")
    assert told(policy.may_enter(eve, BOOKED, waits)) == (False, "not-your-seat")
    assert told(policy.may_enter(ali, visit(Status.ENDED), waits)) == (False, "visit-is-over")


def test_a_clinician_enters_by_their_own_seat() -> None:
    bea, cem = actor(Role.CLINICIAN), actor(Role.CLINICIAN, CEM)

    assert told(policy.may_enter(bea, BOOKED, seat(PartyKind.CLINICIAN))) == (True, "own-visit")
    assert told(policy.may_enter(cem, BOOKED, seat(PartyKind.CLINICIAN))) == (False, "not-your-seat")
    assert told(policy.may_enter(bea, BOOKED, seat(PartyKind.PATIENT))) == (False, "not-your-seat")


def test_whoever_had_a_seat_sees_the_room_also_after_leaving_it() -> None:
    ali, eve = guest(b"link", ALI), guest(b"link", PartyId(uuid4()))
    left = seat(PartyKind.PATIENT, PartyState.LEFT)

    assert told(policy.may_see_room(ali, left)) == (True, "invited")
    assert told(policy.may_see_room(eve, left)) == (False, "not-your-seat")
    assert told(policy.may_see_room(actor(Role.CLINICIAN), seat(PartyKind.CLINICIAN))) == (True, "own-visit")
    assert told(policy.may_see_room(actor(Role.RECEPTION), left)) == (False, "not-your-seat")


@pytest.mark.parametrize(
    ("summary", "took_part", "reason"),
    [
        (Summary(readable_until=NOW), True, "own-visit"),
        (Summary(readable_until=NOW), False, "another-device"),
        (Summary(readable_until=NOW - timedelta(seconds=1)), True, "nothing-to-read"),
        (None, True, "nothing-to-read"),
    ],
)
def test_a_summary_is_read_in_time_by_who_took_part(summary: Summary | None, reason: str, *, took_part: bool) -> None:
    asked = policy.may_read_summary(guest(b"link", ALI), summary, NOW, took_part=took_part)

    assert told(asked) == (reason == "own-visit", reason)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PATIENT])
def test_staff_read_no_summary(role: Role) -> None:
    asked = policy.may_read_summary(actor(role), Summary(readable_until=NOW), NOW, took_part=True)

    assert told(asked) == (False, "nothing-to-read")


@pytest.mark.parametrize("role", OTHERS)
def test_who_neither_consults_nor_runs_the_reception_has_nothing_to_do_with_visits(role: Role) -> None:
    assert not policy.may_see_day(actor(role), BEA).allowed
    assert not policy.may_book(actor(role), BEA).allowed
    assert not policy.may_run(actor(role), BOOKED).allowed


@pytest.mark.parametrize("role", list(Role))
def test_only_the_installation_forgets_who_was_connected(role: Role) -> None:
    expected = (True, "retention-is-over") if role is Role.SYSTEM else (False, "not-your-work")

    assert told(policy.may_forget(actor(role))) == expected
