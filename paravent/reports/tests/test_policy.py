"""Who reports and who answers, one row for each role."""

import pytest

from paravent.access.terms import Actor, Role
from paravent.kernel.ids import NOBODY
from paravent.reports.models import Report
from paravent.reports.policy import STAFF, may_answer, may_report


@pytest.mark.parametrize("role", list(Role))
def test_whoever_works_here_reports(role: Role) -> None:
    assert may_report(Actor(NOBODY, frozenset({role}))).allowed == (role in STAFF)


@pytest.mark.parametrize("role", list(Role))
def test_the_officer_answers_once(role: Role) -> None:
    from paravent.kernel import clock

    actor = Actor(NOBODY, frozenset({role}))
    assert may_answer(actor, Report()).allowed == (role == Role.DPO)
    assert may_answer(actor).allowed == (role == Role.DPO)
    assert not may_answer(actor, Report(answered_at=clock.now())).allowed
