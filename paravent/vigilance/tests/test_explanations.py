"""Explanations are proposed by a run, decided by the data-protection officer, and tried by every judgement from then on."""

from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.judgement.mining import LEAST_SUPPORT
from paravent.judgement.paths import Path
from paravent.judgement.tests.test_mining import COUNT, house
from paravent.judgement.weights import VERSION
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import a_browser_of, newest_lines, somebody
from paravent.vigilance import operations
from paravent.vigilance.mined import judged_with, version_with
from paravent.vigilance.models import Explanation, Run
from paravent.vigilance.operations import judge_log
from paravent.vigilance.terms import NotProposed, RemarkTooShort
from paravent.vigilance.tests.cast import REMARK
from paravent.vigilance.tests.test_newest import cases, judged_from, phantom
from paravent.visits.tests.cast import an_appointment_of

WORK = Purpose.OPERATIONS
HOUSE = {"name": "any-role-known", "hops": ["any-role", "known"]}
COUNTS = {"support": 40, "first_looks": 30, "people": 4, "patients": 28, "share": 62, "by_chance": 3}
LIST = "They work in the house, where the patient is known."


def proposed() -> str:
    """Let a run propose that whoever works in the house may look at whom it knows."""
    with operation("test.file", INSTALLATION, WORK) as op:
        op.require(allow("test"))
        Run(at=clock.now(), version=VERSION, below=[], proposals=[HOUSE | COUNTS]).save(force_insert=True)
    return HOUSE["name"]  # type: ignore[return-value]  # the name, not the hops


def test_a_run_proposes_what_would_explain_what_is_left() -> None:
    judged, proposals = judged_with(house(), ())

    assert judged.version == VERSION
    (best, *_) = proposals
    assert best["hops"] == ["member", "members", "related"]
    assert (best["support"], best["people"], best["patients"], best["share"]) == (COUNT, 1, COUNT, 100)
    assert best["by_chance"] < 34
    assert best["first_looks"] >= LEAST_SUPPORT


def test_what_was_adopted_is_a_part_of_the_version() -> None:
    one, other = Path("a-b", ("a", "b"), ""), Path("c-d", ("c", "d"), "")

    assert version_with([]) == VERSION
    assert version_with([one, other]) == version_with([other, one]) == f"{VERSION}+a-b+c-d"
    assert judged_with(house(), [Path("x", ("member", "members", "related"), "")])[0].version == f"{VERSION}+x"


@pytest.mark.django_db
def test_an_adopted_explanation_explains_in_the_slice_and_in_the_run_until_it_is_taken_back(
    bea: Actor, cem: Actor, gul: Actor, ali: PatientId
) -> None:
    name = proposed()
    operations.adopt_explanation(gul, name, REMARK)
    assert (newest_lines(1)[0].act, newest_lines(1)[0].facts) == ("explanation.adopt", {"explanation": name})
    an_appointment_of(bea, ali)
    phantom(cem, ali)

    assert (judged_from(0), judge_log(INSTALLATION)) == (0, 0)
    with operation("test.read", INSTALLATION, WORK) as op:
        op.require(allow("test"))
        run = Run.objects.latest("at")
    assert (run.adopted, run.version) == ([name], f"{VERSION}+{name}")

    (one,) = operations.list_explanations(gul).adopted
    operations.take_back_explanation(gul, one.explanation_id, REMARK)
    assert judged_from(0) == 1
    assert [case.version for case in cases()] == [VERSION]


@pytest.mark.django_db
def test_a_rejected_explanation_is_not_proposed_again(gul: Actor) -> None:
    name = proposed()
    operations.reject_explanation(gul, name, REMARK)
    assert newest_lines(1)[0].act == "explanation.reject"
    proposed()

    found = operations.list_explanations(gul)
    assert (found.proposed, found.adopted, [one.proposal.name for one in found.earlier]) == ((), (), [name])
    with pytest.raises(NotProposed):
        operations.adopt_explanation(gul, name, REMARK)


@pytest.mark.django_db
def test_only_what_was_proposed_is_adopted_and_with_a_reason(gul: Actor) -> None:
    with pytest.raises(NotProposed):
        operations.adopt_explanation(gul, "member-cared", REMARK)
    with pytest.raises(RemarkTooShort):
        operations.adopt_explanation(gul, proposed(), "  yes ")
    with pytest.raises(ObjectDoesNotExist):
        operations.take_back_explanation(gul, gul.person, REMARK)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.RECEPTION, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_nobody_else_says_what_explains_an_access(role: Role, gul: Actor) -> None:
    eve, name = somebody("Eve", role), proposed()
    with pytest.raises(Refused, match="only-dpo-watches"):
        operations.list_explanations(eve)
    with pytest.raises(Refused, match="only-dpo-watches"):
        operations.adopt_explanation(eve, name, REMARK)

    operations.adopt_explanation(gul, name, REMARK)
    with pytest.raises(DatabaseError, match="row-level security"):
        by_sql(eve, is_adopted=True)
    with operation("test.sql", eve, WORK) as op:
        op.require(allow("test"))
        taken = {"ended_by": eve.person, "ended_at": clock.now(), "sealed_end": b"x"}
        assert Explanation.objects.update(**taken) == 0


def by_sql(eve: Actor, **more: Any) -> None:
    with operation("test.sql", eve, WORK) as op:
        op.require(allow("test"))
        row = Explanation(name="x", proposal={}, sealed_remark=b"x", said_by=eve.person, said_at=clock.now(), **more)
        row.save(force_insert=True)


@pytest.mark.django_db
def test_the_page_proposes_in_words_and_takes_back(gul: Actor) -> None:
    officer, name = a_browser_of(gul), proposed()
    page = officer.get("/vigilance/explanations/").content.decode()
    assert LIST in page
    assert "<li>a visit of theirs with the patient</li>" in page
    assert (
        "It would explain 40 accesses that nothing explains yet; 30 of them were somebody&#x27;s first"
        in page.replace("'", "&#x27;")
    )
    assert officer.post(f"/vigilance/explanations/{name}/", {"say": "adopt", "remark": "ok"}).status_code == 422
    kept = officer.post(f"/vigilance/explanations/{name}/", {"say": "adopt", "remark": REMARK}, follow=True)
    assert "Adopted. It counts from now on." in kept.content.decode()
    (one,) = operations.list_explanations(gul).adopted
    taken = officer.post(f"/vigilance/explanations/{one.explanation_id}/take-back/", {"remark": REMARK}, follow=True)
    assert "Taken back by Gul" in taken.content.decode()

    assert officer.post(f"/vigilance/explanations/{name}/", {"say": "reject", "remark": REMARK}).status_code == 302
    assert officer.post(f"/vigilance/explanations/{name}/", {"say": "reject", "remark": REMARK}).status_code == 409
