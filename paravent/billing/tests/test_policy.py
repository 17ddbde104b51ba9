"""Who may bill, read, hand out and watch: each rule with a row for every role."""

from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Role
from paravent.billing import policy
from paravent.billing.terms import NEVER_OVERRULED
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.tariff.terms import Cause
from paravent.visits.terms import Held, Status

ME, OTHER = PersonId(uuid4()), PersonId(uuid4())
R = Role


def a(role: Role) -> Actor:
    return Actor(ME, frozenset({role}))


def held(status: Status = Status.ENDED, by: PersonId = ME) -> Held:
    return Held(VisitId(uuid4()), PatientId(uuid4()), by, status, clock.now(), None, None, None)


@pytest.mark.parametrize("role", Role)
def test_whoever_held_a_visit_bills_it_and_takes_it_back(role: Role) -> None:
    assert policy.may_bill(a(role), held(), is_provisional=False).allowed == (role == R.CLINICIAN)
    assert policy.may_take_back(a(role), ME, stands=True).allowed == (role == R.CLINICIAN)
    assert not policy.may_bill(a(role), held(by=OTHER), is_provisional=False).allowed
    assert not policy.may_take_back(a(role), OTHER, stands=True).allowed


@pytest.mark.parametrize("status", Status)
def test_a_visit_is_billed_once_it_is_over_and_known_whose_it_was(status: Status) -> None:
    bea = a(R.CLINICIAN)
    assert policy.may_bill(bea, held(status), is_provisional=False).allowed == (status == Status.ENDED)
    assert policy.may_bill(bea, held(), is_provisional=True).reason == "patient-not-named"
    assert policy.may_take_back(bea, ME, stands=False).reason == "taken-back-already"


@pytest.mark.parametrize("role", Role)
def test_who_reads_and_hands_out_bills(role: Role) -> None:
    actor = a(role)
    assert policy.may_read(actor, ME).allowed == (role in {R.CLINICIAN, R.RECEPTION})
    assert policy.may_read(actor, OTHER).allowed == (role == R.RECEPTION)
    assert policy.may_list(actor).allowed == (role in {R.CLINICIAN, R.RECEPTION})
    assert policy.may_compare_marks(actor).allowed == (role == R.CLINICIAN)
    assert policy.may_hand_out(actor).allowed == (role == R.RECEPTION)
    assert policy.may_keep_coverage(actor).allowed == (role in {R.CLINICIAN, R.RECEPTION})


@pytest.mark.parametrize("role", Role)
def test_who_watches_a_quarter_and_says_what_counts(role: Role) -> None:
    actor = a(role)
    assert policy.may_see_quarter(actor).allowed == (role in {R.CLINICIAN, R.RECEPTION, R.ADMINISTRATOR, R.SYSTEM})
    assert policy.may_count_cases(actor).allowed == (role == R.RECEPTION)
    assert policy.may_set_terms(actor).allowed == (role == R.ADMINISTRATOR)
    assert policy.may_find_erased(actor).allowed == (role == R.DPO)


@pytest.mark.parametrize("cause", Cause)
def test_what_no_reason_makes_billable(cause: Cause) -> None:
    assert policy.may_overrule(cause).allowed == (cause not in NEVER_OVERRULED)


def test_a_detour_is_never_overruled() -> None:
    assert policy.may_overrule(Cause.TOOL_NOT_ADMISSIBLE).reason == "never-billable"
    assert policy.may_overrule(Cause.TOO_SHORT).allowed
