"""Who looks at texts in doubt."""

import pytest

from paravent.access.terms import Actor, Role
from paravent.doubts import policy
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.people.terms import Relation, Why

BEA = PersonId("00000000-0000-4000-8000-000000000001")  # type: ignore[arg-type]
VISIT = Relation(Why.VISIT, None, clock.now())


def actor(*roles: Role) -> Actor:
    return Actor(BEA, frozenset(roles))


@pytest.mark.parametrize("role", Role)
def test_clinicians_see_what_waits_and_the_installation_works(role: Role) -> None:
    assert policy.may_list(actor(role)).allowed == (role == Role.CLINICIAN)
    assert policy.may_open(actor(role), VISIT, permits=True, is_asked=True, is_open=True).allowed == (
        role == Role.CLINICIAN
    )
    assert policy.may_work(actor(role)).allowed == (role == Role.SYSTEM)


@pytest.mark.parametrize(
    ("roles", "relation", "permits", "is_asked", "is_open", "reason"),
    [
        ([Role.CLINICIAN], VISIT, True, True, True, "relation-visit"),
        ([Role.CLINICIAN], None, True, True, True, "no-care-relation"),
        ([Role.CLINICIAN], VISIT, False, True, True, "permission-was-taken-back"),
        ([Role.CLINICIAN], VISIT, True, False, True, "study-is-over"),
        ([Role.CLINICIAN], VISIT, True, True, False, "decided-already"),
        ([Role.CLINICIAN], VISIT, True, False, False, "decided-already"),
        ([Role.CLINICIAN, Role.RESEARCHER], VISIT, True, True, True, "who-researches-decides-no-text"),
        ([Role.RESEARCHER], VISIT, True, True, True, "who-researches-decides-no-text"),
        ([Role.DPO], VISIT, True, True, True, "only-clinicians-open-files"),
    ],
)
def test_a_text_is_read_in_care_while_it_waits_for_a_study_that_is_permitted(
    roles: list[Role], relation: Relation | None, permits: bool, is_asked: bool, is_open: bool, reason: str
) -> None:
    found = policy.may_open(actor(*roles), relation, permits=permits, is_asked=is_asked, is_open=is_open)
    assert found.reason == reason
