"""Who may do what with a visit: one table for every rule, with every role in it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Decision, Role, guest
from paravent.kernel.ids import PartyId, PersonId
from paravent.visits import policy
from paravent.visits.models import Party, Summary, Visit
from paravent.visits.terms import CARE_AFTER, KeptBecause, PartyKind, PartyState, Status

BEA, CEM, ALI, EVE = (PersonId(uuid4()) for _ in range(4))
SEAT, OTHER_SEAT = PartyId(uuid4()), PartyId(uuid4())
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


def who(role: Role, person: PersonId = BEA) -> Actor:
    return Actor(person, frozenset({role}))


def visit(status: Status = Status.OPEN) -> Visit:
    """Return a visit of Bea's."""
    return Visit(clinician_id=BEA, patient_id=ALI, status=status)


def party(kind: PartyKind, state: PartyState = PartyState.WAITING) -> Party:
    """Return a seat: a patient's own, or Bea's."""
    return Party(id=SEAT, kind=kind, state=state, staff_id=BEA if kind == PartyKind.CLINICIAN else None)


def told(decision: Decision) -> tuple[bool, str]:
    """Return a decision as the tables spell it."""
    return decision.allowed, decision.reason


def yes(reason: str) -> tuple[bool, str]:
    return True, reason


def no(reason: str) -> tuple[bool, str]:
    return False, reason


OTHERS_DAY, OTHERS_VISIT, NOBODY_ELSE = no("not-your-day"), no("not-your-visit"), no("books-for-nobody-else")


@pytest.mark.parametrize(
    ("role", "own_day", "anothers_day"),
    [
        (Role.PATIENT, OTHERS_DAY, OTHERS_DAY),
        (Role.CLINICIAN, yes("own-day"), OTHERS_DAY),
        (Role.RECEPTION, yes("runs-reception"), yes("runs-reception")),
        (Role.DPO, OTHERS_DAY, OTHERS_DAY),
        (Role.ADMINISTRATOR, OTHERS_DAY, OTHERS_DAY),
        (Role.RESEARCHER, OTHERS_DAY, OTHERS_DAY),
        (Role.SYSTEM, yes("sample-practice"), yes("sample-practice")),
    ],
)
def test_who_sees_a_day(role: Role, own_day: tuple[bool, str], anothers_day: tuple[bool, str]) -> None:
    assert told(policy.may_see_day(who(role), BEA)) == own_day
    assert told(policy.may_see_day(who(role), CEM)) == anothers_day


@pytest.mark.parametrize(
    ("role", "for_themselves", "for_another", "starts_now"),
    [
        (Role.PATIENT, NOBODY_ELSE, NOBODY_ELSE, no("only-clinicians-consult")),
        (Role.CLINICIAN, yes("own-appointment"), NOBODY_ELSE, yes("consults")),
        (Role.RECEPTION, yes("runs-reception"), yes("runs-reception"), no("only-clinicians-consult")),
        (Role.DPO, NOBODY_ELSE, NOBODY_ELSE, no("only-clinicians-consult")),
        (Role.ADMINISTRATOR, NOBODY_ELSE, NOBODY_ELSE, no("only-clinicians-consult")),
        (Role.RESEARCHER, NOBODY_ELSE, NOBODY_ELSE, no("only-clinicians-consult")),
        (Role.SYSTEM, yes("runs-reception"), yes("runs-reception"), no("only-clinicians-consult")),
    ],
)
def test_who_books_and_who_starts_now(
    role: Role, for_themselves: tuple[bool, str], for_another: tuple[bool, str], starts_now: tuple[bool, str]
) -> None:
    assert told(policy.may_book(who(role), BEA)) == for_themselves
    assert told(policy.may_book(who(role), CEM)) == for_another
    assert told(policy.may_start_now(who(role))) == starts_now


@pytest.mark.parametrize(
    ("role", "runs", "sees", "consults", "documents"),
    [
        (Role.PATIENT, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
        (Role.CLINICIAN, yes("own-visit"), yes("own-visit"), yes("own-visit"), yes("own-visit")),
        (Role.RECEPTION, yes("runs-reception"), yes("runs-reception"), OTHERS_VISIT, OTHERS_VISIT),
        (Role.DPO, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
        (Role.ADMINISTRATOR, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
        (Role.RESEARCHER, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
        (Role.SYSTEM, yes("sample-practice"), OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
    ],
)
def test_who_does_what_with_a_running_visit_of_beas(
    role: Role, runs: tuple[bool, str], sees: tuple[bool, str], consults: tuple[bool, str], documents: tuple[bool, str]
) -> None:
    asked = (policy.may_run, policy.may_see, policy.may_consult, policy.may_document)
    assert [told(may(who(role), visit())) for may in asked] == [runs, sees, consults, documents]


@pytest.mark.parametrize("may", [policy.may_run, policy.may_see, policy.may_consult, policy.may_document])
def test_a_colleague_does_nothing_with_a_visit_of_beas(may: object) -> None:
    assert told(may(who(Role.CLINICIAN, CEM), visit())) == OTHERS_VISIT  # type: ignore[operator]


@pytest.mark.parametrize(
    ("status", "runs", "sees", "consults", "documents"),
    [
        (Status.BOOKED, yes("own-visit"), yes("own-visit"), yes("own-visit"), yes("own-visit")),
        (Status.OPEN, yes("own-visit"), yes("own-visit"), yes("own-visit"), yes("own-visit")),
        (Status.ENDED, no("visit-is-over"), yes("own-visit"), no("visit-is-over"), yes("own-visit")),
        (Status.CANCELLED, no("visit-is-over"), yes("own-visit"), no("visit-is-over"), no("visit-was-cancelled")),
    ],
)
def test_what_its_clinician_does_as_a_visit_goes_on(
    status: Status,
    runs: tuple[bool, str],
    sees: tuple[bool, str],
    consults: tuple[bool, str],
    documents: tuple[bool, str],
) -> None:
    asked = (policy.may_run, policy.may_see, policy.may_consult, policy.may_document)
    assert [told(may(who(Role.CLINICIAN), visit(status))) for may in asked] == [runs, sees, consults, documents]


@pytest.mark.parametrize(
    ("role", "compares", "sends_anyway", "keeps_anyway"),
    [
        (Role.PATIENT, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
        (Role.CLINICIAN, yes("to-know-whose"), yes("was-told-before"), yes("kept-shared")),
        (Role.RECEPTION, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
        (Role.DPO, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
        (Role.ADMINISTRATOR, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
        (Role.RESEARCHER, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
        (Role.SYSTEM, OTHERS_VISIT, OTHERS_VISIT, OTHERS_VISIT),
    ],
)
def test_who_asks_whose_a_document_is_and_goes_on(
    role: Role, compares: tuple[bool, str], sends_anyway: tuple[bool, str], keeps_anyway: tuple[bool, str]
) -> None:
    held = visit()
    held.ends_at = NOON
    assert told(policy.may_compare(who(role), held, NOON + CARE_AFTER)) == compares
    assert told(policy.may_send_anyway(who(role), held, NOON)) == sends_anyway
    assert told(policy.may_keep_anyway(who(role), held, KeptBecause.SHARED)) == keeps_anyway
    for late in (policy.may_compare, policy.may_send_anyway):
        assert told(late(who(role), held, NOON + CARE_AFTER + A_MINUTE)) == no("visit-is-over")


@pytest.mark.parametrize(
    ("role", "of_a_provisional_file", "of_a_known_patient"),
    [
        (Role.PATIENT, OTHERS_VISIT, no("patient-is-known")),
        (Role.CLINICIAN, yes("own-visit"), no("patient-is-known")),
        (Role.RECEPTION, OTHERS_VISIT, no("patient-is-known")),
        (Role.DPO, OTHERS_VISIT, no("patient-is-known")),
        (Role.ADMINISTRATOR, OTHERS_VISIT, no("patient-is-known")),
        (Role.RESEARCHER, OTHERS_VISIT, no("patient-is-known")),
        (Role.SYSTEM, OTHERS_VISIT, no("patient-is-known")),
    ],
)
def test_who_says_whose_visit_it_is(
    role: Role, of_a_provisional_file: tuple[bool, str], of_a_known_patient: tuple[bool, str]
) -> None:
    assert told(policy.may_assign(who(role), visit(), is_provisional=True)) == of_a_provisional_file
    assert told(policy.may_assign(who(role), visit(), is_provisional=False)) == of_a_known_patient


@pytest.mark.parametrize(
    ("status", "presents", "gets_ready"),
    [
        (Status.BOOKED, yes("invited"), yes("invited")),
        (Status.OPEN, yes("invited"), yes("invited")),
        (Status.ENDED, yes("invited"), no("visit-is-over")),
        (Status.CANCELLED, no("visit-was-cancelled"), no("visit-is-over")),
    ],
)
def test_what_a_link_opens_as_a_visit_goes_on(
    status: Status, presents: tuple[bool, str], gets_ready: tuple[bool, str]
) -> None:
    assert told(policy.may_present_invitation(visit(status))) == presents
    assert told(policy.may_get_ready(visit(status), 0)) == gets_ready


@pytest.mark.parametrize(
    ("status", "opens_later", "is_told"),
    [
        (Status.BOOKED, True, yes("invited")),
        (Status.BOOKED, False, no("invitation-not-valid")),
        (Status.ENDED, False, no("invitation-not-valid")),
        (Status.CANCELLED, False, yes("invited")),
        (Status.CANCELLED, True, yes("invited")),
    ],
)
def test_who_bears_a_link_that_does_not_open_is_told_of_it(
    status: Status, opens_later: bool, is_told: tuple[bool, str]
) -> None:
    assert told(policy.may_be_told_of(visit(status), opens_later=opens_later)) == is_told
    assert told(policy.may_be_told_of(None, opens_later=False)) == no("invitation-not-valid")


def test_nobody_gets_ready_for_a_seat_that_is_taken() -> None:
    assert told(policy.may_get_ready(visit(), 1)) == no("seat-is-taken")


NOT_THEIR_SEAT = no("not-your-seat")


@pytest.mark.parametrize(
    ("role", "patients_seat", "clinicians_seat"),
    [
        (Role.PATIENT, NOT_THEIR_SEAT, NOT_THEIR_SEAT),
        (Role.CLINICIAN, NOT_THEIR_SEAT, yes("own-visit")),
        (Role.RECEPTION, NOT_THEIR_SEAT, NOT_THEIR_SEAT),
        (Role.DPO, NOT_THEIR_SEAT, NOT_THEIR_SEAT),
        (Role.ADMINISTRATOR, NOT_THEIR_SEAT, NOT_THEIR_SEAT),
        (Role.RESEARCHER, NOT_THEIR_SEAT, NOT_THEIR_SEAT),
        (Role.SYSTEM, NOT_THEIR_SEAT, NOT_THEIR_SEAT),
    ],
)
def test_whose_seat_it_is(role: Role, patients_seat: tuple[bool, str], clinicians_seat: tuple[bool, str]) -> None:
    somebody = who(role, BEA if role == Role.CLINICIAN else EVE)
    for may in (
        lambda seat: policy.may_enter(somebody, visit(), seat),
        lambda seat: policy.may_see_room(somebody, seat),
    ):
        assert told(may(party(PartyKind.PATIENT))) == patients_seat
        assert told(may(party(PartyKind.CLINICIAN))) == clinicians_seat


@pytest.mark.parametrize(
    ("device", "state", "enters", "sees_the_room"),
    [
        (SEAT, PartyState.WAITING, yes("invited"), yes("invited")),
        (SEAT, PartyState.ADMITTED, yes("invited"), yes("invited")),
        (SEAT, PartyState.LEFT, no("was-removed"), yes("invited")),
        (OTHER_SEAT, PartyState.ADMITTED, NOT_THEIR_SEAT, NOT_THEIR_SEAT),
        (None, PartyState.ADMITTED, NOT_THEIR_SEAT, NOT_THEIR_SEAT),
    ],
)
def test_a_guest_sits_where_their_device_sat_down(
    device: PartyId | None, state: PartyState, enters: tuple[bool, str], sees_the_room: tuple[bool, str]
) -> None:
    ali, seat = guest(b"link", device), party(PartyKind.PATIENT, state)
    assert told(policy.may_enter(ali, visit(), seat)) == enters
    assert told(policy.may_see_room(ali, seat)) == sees_the_room


@pytest.mark.parametrize("status", [Status.ENDED, Status.CANCELLED])
def test_nobody_enters_a_visit_that_is_over(status: Status) -> None:
    over = no("visit-is-over")
    assert told(policy.may_enter(guest(b"link", SEAT), visit(status), party(PartyKind.PATIENT))) == over
    assert told(policy.may_enter(who(Role.CLINICIAN), visit(status), party(PartyKind.CLINICIAN))) == over


NOTHING = no("nothing-to-read")


@pytest.mark.parametrize(
    ("role", "on_the_device_that_took_part", "on_another"),
    [
        (Role.PATIENT, yes("own-visit"), no("another-device")),
        (Role.CLINICIAN, NOTHING, NOTHING),
        (Role.RECEPTION, NOTHING, NOTHING),
        (Role.DPO, NOTHING, NOTHING),
        (Role.ADMINISTRATOR, NOTHING, NOTHING),
        (Role.RESEARCHER, NOTHING, NOTHING),
        (Role.SYSTEM, NOTHING, NOTHING),
    ],
)
def test_who_reads_a_summary(
    role: Role, on_the_device_that_took_part: tuple[bool, str], on_another: tuple[bool, str]
) -> None:
    open_ = Summary(readable_until=NOON)
    assert told(policy.may_read_summary(who(role), open_, NOON, took_part=True)) == on_the_device_that_took_part
    assert told(policy.may_read_summary(who(role), open_, NOON, took_part=False)) == on_another


@pytest.mark.parametrize(
    ("summary", "moment"), [(None, NOON), (Summary(readable_until=NOON), NOON + A_MINUTE)], ids=["none yet", "closed"]
)
def test_there_is_no_summary_before_the_end_and_after_its_week(summary: Summary | None, moment: datetime) -> None:
    assert told(policy.may_read_summary(who(Role.PATIENT), summary, moment, took_part=True)) == NOTHING


@pytest.mark.parametrize("role", list(Role))
def test_only_the_patient_keeps_somebody_out_of_their_file_and_only_once_known(role: Role) -> None:
    own, others = who(role, ALI), who(role, EVE)
    known = yes("patients-own-word") if role is Role.PATIENT else no("not-your-work")
    unknown = no("not-verified") if role is Role.PATIENT else no("not-your-work")

    assert told(policy.may_keep_out(own, ALI, is_verified=True)) == known
    assert told(policy.may_keep_out(own, ALI, is_verified=False)) == unknown
    assert told(policy.may_keep_out(others, ALI, is_verified=True)) == no("not-your-work")


def test_nobody_meets_whom_the_patient_keeps_out() -> None:
    assigned = policy.may_assign(who(Role.CLINICIAN), visit(), is_provisional=True, is_blocked=True)
    assert told(assigned) == no("patient-said-no")
    assert told(policy.may_meet(is_blocked=True)) == no("patient-said-no")
    assert told(policy.may_meet(is_blocked=False)) == yes("not-kept-out")
