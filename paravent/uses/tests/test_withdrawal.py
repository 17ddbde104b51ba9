"""A yes is taken back: whoever has the data is told in the same transaction, and it is seen how far it got."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.test import Client

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, allow
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.ledger.receipts import check
from paravent.people.operations import verify_patient
from paravent.people.terms import VerifiedHow
from paravent.people.tests.cast import TREAT, a_browser_of, a_patient, at, newest_lines, the_log_says
from paravent.research import operations as research
from paravent.rights.operations import enter_request, restrict_file
from paravent.rights.terms import Kind as Right
from paravent.uses import operations, queries
from paravent.uses.models import Part, Removal, Use
from paravent.uses.policy import may_serve
from paravent.uses.steps import note_taken
from paravent.uses.terms import LATE_AFTER_DAYS, BatchUnknown, Kind, Stand, Taker
from paravent.uses.tests.cast import a_study, a_use, who_leaves
from paravent.visits import operations as visits
from paravent.visits.operations import erase_patient
from paravent.visits.tests.cast import a_visit_of, in_the_call
from paravent.web.lifespan import sequence_and_keep

pytestmark = pytest.mark.django_db
SCIENCE = Topic.RESEARCH_SCIENCE
MANIFEST = "/research/deleted/"


def after_a_visit(bea: Actor, ali: PatientId) -> tuple[Actor, VisitId]:
    """Return Ali on the device on which they were in a visit that is over."""
    visit = a_visit_of(bea, ali)
    guest = in_the_call(visit, bea)
    verify_patient(bea, TREAT, ali, VerifiedHow.KNOWN_PERSONALLY)
    visits.end_visit(bea, TREAT, visit, for_patient="")
    return guest, visit


def everything(dpo: Actor) -> tuple[list[Use], list[Part], list[Removal]]:
    """Return all rows, as the data-protection officer is shown them."""
    with operation("test.look", dpo, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        return list(Use.objects.all()), list(Part.objects.all()), list(Removal.objects.all())


def asked(code: str, address: str = MANIFEST) -> tuple[int, bytes]:
    """Ask as a recipient does."""
    answer = Client().get(address, headers={"Authorization": f"Bearer {code}"})
    return answer.status_code, answer.content


def path_of(address: str) -> str:
    """Return an address of the manifest without our name."""
    return address[address.index(MANIFEST) :]


def stands(guest: Actor, visit: VisitId) -> list[Stand]:
    """Return how a patient's uses stand, as their page has it."""
    return [use.stand for use, _study in research.see_own_research(guest, visit, "en").uses]


def listed(code: str) -> list[dict[str, Any]]:
    """Return what a recipient's manifest lists now."""
    status, content = asked(code)
    assert status == 200
    found: list[dict[str, Any]] = orjson.loads(content)["deleted"]
    return found


def is_taken(use_id: UUID) -> None:
    """Let a recipient take the files of a use, twice a day."""
    with operation("test.use", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        for _ in range(2):
            note_taken(op, use_id, Taker.RECIPIENT)


def test_a_patient_reads_of_the_use_and_what_taking_it_back_does(
    bea: Actor, ali: PatientId, gul: Actor, study: UUID
) -> None:
    guest, visit = after_a_visit(bea, ali)
    research.choose(guest, visit, [SCIENCE], "en")
    is_taken(a_use(study, {ali: "p-ali", a_patient("Mia"): "p-mia"}, kinds="Condition", k="11"))
    is_taken(a_use(study, {a_patient("Nora"): "p-nora"}))
    browser, page = a_browser_of(guest), f"/join/{visit}/research/"
    said = browser.get(page).content.decode()
    assert said.count("by the recipient") == 1
    for words in ("University of Fulda", "How many have asthma", "at least 10 others", "What nobody can undo:"):
        assert words in said

    said = browser.post(page, {}, follow=True).content.decode()

    assert "1 recipient has to delete your entries" in said
    assert "to be deleted" in said
    assert newest_lines(2)[1].facts["left"] == "1"
    assert stands(guest, visit) == [Stand.WAITS]


def test_a_recipient_fetches_and_acknowledges_and_the_patient_sees_it(
    bea: Actor, ali: PatientId, gul: Actor, study: UUID
) -> None:
    guest, visit = after_a_visit(bea, ali)
    code = operations.give_code(gul, a_use(study, {ali: "p-ali", a_patient("Mia"): "p-mia"}))
    assert listed(code) == []
    who_leaves(ali)
    (one,) = listed(code)
    assert (one["type"], one["count"], stands(guest, visit)) == ("Bundle", 1, [Stand.FETCHED])
    (bundle,) = map(orjson.loads, asked(code, path_of(one["url"]))[1].splitlines())
    assert bundle["entry"] == [{"request": {"method": "DELETE", "url": "Patient/p-ali"}}]
    proof = path_of(one["extension"]["receipt"])
    assert asked(code, proof)[0] == 404

    for _ in range(2):
        recipient = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {code}"})
        assert recipient.post(path_of(one["extension"]["acknowledge"])).status_code == 204

    assert (stands(guest, visit), listed(code)) == ([Stand.DONE], [])
    status, content = asked(code, path_of(one["url"]))
    assert (status, asked(code, proof)[0], asked("", proof)[0]) == (200, 503, 401)
    lines = newest_lines(16)
    assert [line.because for line in lines if line.act == "use.acknowledge"] == ["recipient-has-the-code"] * 2
    assert [line for line in lines if line.act.startswith("use.") and line.patient] == []
    sequence_and_keep()
    told = check(asked(code, proof)[1].decode()).receipt
    assert (told.leaf["act"], told.opens["facts"]["sha256"]) == ("use.acknowledge", hashlib.sha256(content).hexdigest())


def test_only_what_needs_the_permission_ends(bea: Actor, ali: PatientId, fen: Actor, gul: Actor, study: UUID) -> None:
    guest, visit = after_a_visit(bea, ali)
    research.choose(guest, visit, [SCIENCE, Topic.RESEARCH_AI], "en")
    learns = a_study(fen, gul, SCIENCE, Topic.RESEARCH_AI)
    a_use(study, {ali: "p1"})
    a_use(learns, {ali: ""}, Kind.ROUND, model="logistic", round="1")
    a_use(learns, {ali: ""}, Kind.ANSWER, epsilon="0.5")

    left = research.choose(guest, visit, [SCIENCE], "en")

    assert left == {Kind.ROUND: 1, Kind.ANSWER: 1}
    assert sorted(stands(guest, visit)) == [Stand.IN, Stand.STAYS, Stand.STAYS]
    assert research.choose(guest, visit, [SCIENCE, Topic.RESEARCH_AI], "en") == {}
    assert sorted(stands(guest, visit)) == [Stand.IN, Stand.STAYS, Stand.STAYS]


def test_a_model_that_learned_with_somebody_is_not_gone_on_with(gul: Actor, fen: Actor, study: UUID) -> None:
    ali, mia = a_patient(), a_patient("Mia")
    first = a_use(study, {ali: "", mia: ""}, Kind.ROUND, model="logistic", round="1")
    a_use(study, {mia: ""}, Kind.ROUND, model="logistic", round="2")
    who_leaves(ali)

    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        assert queries.affected_rounds(study) == {first}
    assert [use.left for use in operations.see_uses(fen, study)] == [0, 1]
    assert operations.take_list(gul, first) == []

    operations.confirm_removal(gul, first)
    assert [use.waiting_since for use in operations.see_uses(gul, study)] == [None, None]
    with pytest.raises(Refused, match="nothing-to-confirm"):
        operations.confirm_removal(gul, first)


def test_a_restricted_file_is_taken_out_of_everything(gul: Actor, study: UUID) -> None:
    ali, mia = a_patient(), a_patient("Mia")
    a_use(study, {ali: "p1", mia: "p2"})

    restrict_file(gul, enter_request(gul, ali, Right.RESTRICTION, "", clock.now()))

    _, parts, removals = everything(gul)
    assert {part.patient_id for part in parts if part.left_at} == {ali}
    assert [queries.pseudonym_of(one.id, one.sealed_pseudonym) for one in removals] == ["p1"]


def test_after_an_erasure_the_recipient_is_told_and_nobody_knows_who_it_was(gul: Actor, study: UUID) -> None:
    ali, mia = a_patient(), a_patient("Mia")
    use_id = a_use(study, {ali: "p1", mia: "p2"})
    (sealed,) = [bytes(part.sealed_pseudonym) for part in everything(gul)[1] if part.patient_id == ali]
    code = operations.give_code(gul, use_id)

    erase_patient(gul, ali)

    _, parts, removals = everything(gul)
    assert [part.patient_id for part in parts] == [mia]
    assert [bytes(one.sealed_pseudonym) == sealed for one in removals] == [False]
    assert [batch.pseudonyms for batch in operations.fetch_lists(code)] == [("p1",)]
    assert the_log_says("use.fetch", "done", "recipient-has-the-code")


def test_a_recipient_who_fetches_nothing_gets_a_letter_and_is_late_at_last(gul: Actor, fen: Actor, study: UUID) -> None:
    ali = a_patient()
    use_id = a_use(study, {ali: "p1"})
    who_leaves(ali)
    with pytest.raises(Refused, match="nothing-to-confirm"):
        operations.confirm_removal(gul, use_id)
    with pytest.raises(Refused, match="only-dpo-answers-to-recipients"):
        operations.take_list(fen, use_id)
    assert [batch.pseudonyms for batch in operations.take_list(gul, use_id)] == [("p1",)]

    with at(clock.now() + timedelta(days=LATE_AFTER_DAYS + 1)):
        (view,) = operations.see_uses(fen, study)
        assert (view.is_late, view.owing[0].fetched) == (True, 1)
        assert [one.waiting_since for one in research.list_studies(gul)] == [view.waiting_since]
    browser = a_browser_of(gul)
    assert "They wrote that it is deleted" in browser.get(f"/research/{study}/uses/").content.decode()
    browser.post(f"/research/{study}/uses/{use_id}/confirm/")
    (view,) = operations.see_uses(gul, study)
    assert (view.owing[0].done, view.waiting_since) == (1, None)


@pytest.mark.parametrize("code", ["", "NOBODYS", "OLD"])
def test_without_the_code_nothing_is_fetched_or_acknowledged(gul: Actor, study: UUID, code: str) -> None:
    ali = a_patient()
    use_id = a_use(study, {ali: "p1"})
    old = operations.give_code(gul, use_id)
    operations.give_code(gul, use_id)
    who_leaves(ali)
    sent = old if code == "OLD" else code

    for address in (MANIFEST, f"{MANIFEST}{uuid4()}/"):
        status, content = asked(sent, address)
        assert (status, orjson.loads(content)["resourceType"]) == (401, "OperationOutcome")
    answer = Client().post(f"{MANIFEST}{uuid4()}/acknowledged/", headers={"Authorization": f"Bearer {sent}"})
    assert answer.status_code == 401
    assert [one.owing[0].fetched for one in operations.see_uses(gul, study)] == [0]


def test_one_recipients_code_opens_no_list_of_another(gul: Actor, study: UUID) -> None:
    ali = a_patient()
    mine, theirs = a_use(study, {ali: "p1"}), a_use(study, {ali: "p2"})
    who_leaves(ali)
    (batch,) = operations.fetch_lists(code := operations.give_code(gul, mine))
    assert operations.fetch_list(code, batch.batch_id) == batch

    with pytest.raises(BatchUnknown):
        operations.acknowledge(operations.give_code(gul, theirs), batch.batch_id)
    with pytest.raises(BatchUnknown):
        operations.fetch_receipt(operations.give_code(gul, theirs), batch.batch_id)
    assert asked(operations.give_code(gul, theirs), f"{MANIFEST}{batch.batch_id}/")[0] == 404
    assert not may_serve(gul).allowed
