"""A use is kept once, in the log and for each patient whose data took part; none of them learns of another."""

from uuid import UUID

import pytest

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose, Role, allow
from paravent.people.tests.cast import a_patient, newest_lines, somebody
from paravent.uses.models import Part, Removal, Use
from paravent.uses.queries import pseudonym_of
from paravent.uses.tests.cast import a_use, as_patient, who_leaves

pytestmark = pytest.mark.django_db


def seen_by(actor: Actor, purpose: Purpose) -> tuple[int, int, int]:
    """Return how many uses, parts and deletions row security shows somebody."""
    with operation("test.look", actor, purpose) as op:
        op.require(allow("test"))
        return Use.objects.count(), Part.objects.count(), Removal.objects.count()


def test_each_patient_reads_of_their_own_uses_and_nobody_else_who_took_part(
    fen: Actor, gul: Actor, bea: Actor, study: UUID
) -> None:
    ali, mia = a_patient(), a_patient("Mia Sommer")
    use_id = a_use(study, {ali: "p1", mia: "p2"})
    a_use(study, {mia: "p3"})

    line = next(one for one in newest_lines(4) if one.facts.get("patients") == "2")
    assert (line.facts["use"], line.facts["patients"], line.patient) == (str(use_id), "2", None)
    assert seen_by(as_patient(ali), Purpose.PATIENT_REQUEST) == (1, 1, 0)
    assert seen_by(as_patient(ali), Purpose.TREATMENT) == (0, 0, 0)
    assert seen_by(bea, Purpose.TREATMENT) == (0, 0, 0)
    assert seen_by(fen, Purpose.RESEARCH) == (2, 0, 0)
    assert seen_by(somebody("Ron", Role.RESEARCHER), Purpose.RESEARCH) == (0, 0, 0)
    assert seen_by(gul, Purpose.RESEARCH) == (2, 3, 0)
    who_leaves(ali)
    assert seen_by(as_patient(ali), Purpose.PATIENT_REQUEST) == (1, 1, 1)
    assert seen_by(fen, Purpose.RESEARCH) == (2, 0, 1)
    assert {pseudonym_of(row.id, row.sealed_pseudonym) for row in _parts(gul)} == {"p1", "p2", "p3"}


def _parts(dpo: Actor) -> list[Part]:
    with operation("test.look", dpo, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        return list(Part.objects.all())
