"""Who asks, who answers, who corrects: a row for each role."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Role
from paravent.kernel.ids import PersonId
from paravent.rights import policy
from paravent.rights.models import PickUp, Request
from paravent.rights.terms import Kind, months_later

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
OPEN, ANSWERED = Request(kind=Kind.COPY), Request(kind=Kind.COPY, answered_at=NOW)
MINE = uuid4()


def a(role: Role, person: object = None) -> Actor:
    return Actor(PersonId(person or uuid4()), frozenset({role}))  # type: ignore[arg-type]


@pytest.mark.parametrize("role", list(Role))
def test_the_officer_answers_and_nobody_else(role: Role) -> None:
    reason = "protects-data" if role == Role.DPO else "only-dpo-handles-requests"
    assert policy.may_handle(a(role)).reason == reason
    assert policy.may_handle(a(role), OPEN).reason == reason
    assert policy.may_extend(a(role), OPEN, NOW, NOW).reason == reason
    assert policy.may_hand_out(a(role), OPEN).reason == reason


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", list(Kind))
def test_of_the_erased_it_may_be_asked_what_is_kept_and_nothing_else(role: Role, kind: Kind) -> None:
    reason = "protects-data" if role == Role.DPO else "only-dpo-handles-requests"
    assert policy.may_enter(a(role), kind, is_erased=False).reason == reason
    assert policy.may_enter(a(role), kind, is_erased=True).reason == (
        reason if kind is Kind.ACCESS else "erased-already"
    )


@pytest.mark.parametrize("role", list(Role))
def test_reception_corrects_and_the_installation_looks_up(role: Role) -> None:
    assert policy.may_correct(a(role)).allowed is (role == Role.RECEPTION)
    assert policy.may_present(a(role)).allowed is (role == Role.SYSTEM)
    assert policy.may_tell(a(role)).allowed is (role == Role.SYSTEM)
    assert policy.may_pick_up(a(role, MINE), PickUp(patient_id=MINE)).allowed is (role == Role.PATIENT)
    assert not policy.may_pick_up(a(role), PickUp(patient_id=MINE)).allowed


def test_what_is_answered_stays() -> None:
    dpo = a(Role.DPO)
    assert policy.may_handle(dpo, ANSWERED).reason == "answered-already"
    assert policy.may_extend(dpo, ANSWERED, NOW, NOW).reason == "answered-already"
    assert policy.may_hand_out(dpo, ANSWERED).reason == "answered-already"


def test_a_deadline_is_moved_once_and_before_it_is_over() -> None:
    dpo = a(Role.DPO)
    assert policy.may_extend(dpo, Request(sealed_extension=b"x"), NOW, NOW).reason == "extended-already"
    assert policy.may_extend(dpo, OPEN, NOW - timedelta(seconds=1), NOW).reason == "deadline-is-over"


@pytest.mark.parametrize("kind", list(Kind))
def test_a_file_is_handed_out_to_whoever_asked_for_it(kind: Kind) -> None:
    asked = policy.may_hand_out(a(Role.DPO), Request(kind=kind))
    assert asked.allowed is (kind in {Kind.ACCESS, Kind.COPY})


@pytest.mark.parametrize(
    ("months", "due"),
    [(1, (2026, 4, 30)), (3, (2026, 6, 30)), (11, (2027, 2, 28)), (23, (2028, 2, 29)), (12, (2027, 3, 31))],
)
def test_a_month_ends_on_its_day_or_on_the_last(months: int, due: tuple[int, int, int]) -> None:
    found = months_later(NOW, months)
    assert (found.year, found.month, found.day) == due
    assert found.time() == NOW.time()
