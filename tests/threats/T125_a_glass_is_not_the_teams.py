"""Whoever breaks the glass of a colleague outside any duty *cannot* pass for their team, though it has long cared for that colleague: a team opens no colleague's file, the glass did, and is what is asked about."""

from datetime import timedelta

import pytest

from paravent.access.terms import INSTALLATION, Purpose, Refused, Role
from paravent.emergency.operations import break_glass
from paravent.kernel import clock
from paravent.records.operations import open_chart
from paravent.rosters.operations import add_duties
from paravent.rosters.terms import Shift
from tests.threats.cast import Practice, hired
from tests.threats.red_team.plays import judged
from tests.threats.T124_a_neighbour_behind_the_same_door import long_known


def test_behind_a_broken_glass_the_team_explains_nothing(doomed: Practice) -> None:
    nemo = hired("Nemo", Role.CLINICIAN)
    hired("Otto", Role.CLINICIAN)
    patient, tomorrow = long_known(nemo, "Otto"), clock.now() + timedelta(days=1)
    add_duties(INSTALLATION, [Shift(nemo.person, None, tomorrow, tomorrow + timedelta(hours=8))])
    with pytest.raises(Refused):
        open_chart(nemo.actor, Purpose.TREATMENT, patient)

    break_glass(nemo.actor, patient, "They do not answer, and nobody knows what they take.")
    open_chart(nemo.actor, Purpose.EMERGENCY, patient)
    (case,) = judged(doomed)[nemo.person]

    assert "standing" not in {reason.name for reason in case.reasons}
    assert "glass-off-duty" in {reason.name for reason in case.reasons}
