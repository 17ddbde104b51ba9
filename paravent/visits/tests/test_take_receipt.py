"""The patient takes the proof of a line about them; nobody else does, and each taking is a line itself."""

from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, guest
from paravent.calls.tests.scene import Scene, begun, waiting
from paravent.kernel.ids import PartyId, PersonId
from paravent.keys.custody import log_key, signing_key
from paravent.ledger.queries import lines
from paravent.ledger.receipts import check
from paravent.ledger.sequencer import Signer, sequence_all
from paravent.ledger.terms import NotYetProved
from paravent.records.operations import open_chart
from paravent.visits import operations, policy
from paravent.visits.operations import take_receipt
from paravent.visits.terms import AccessLine


@pytest.fixture
def ended(fresh_database: str, settings: object) -> Scene:
    """Return a visit that is over: Bea opened Ali's file during it."""
    scene = begun()
    operations.admit_party(scene.bea, Purpose.TREATMENT, scene.visit_id, scene.ali.party)
    patient_id = operations.see_visit(scene.bea, Purpose.TREATMENT, scene.visit_id).patient.patient_id
    open_chart(scene.bea, Purpose.TREATMENT, patient_id)
    operations.end_visit(scene.bea, Purpose.TREATMENT, scene.visit_id, for_patient="")
    return scene


def sign() -> None:
    key = log_key()
    sequence_all(Signer(key.name, signing_key()))


def line_of(scene: Scene, act: str) -> AccessLine:
    accesses = operations.read_summary(scene.ali, scene.visit_id).accesses
    return next(line for line in accesses if line.act == act)


def entry_of(scene: Scene, act: str) -> UUID:
    return line_of(scene, act).entries[0][0]


def said_in_the_log() -> list[tuple[str, str, str]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [INSTALLATION.person])
        return [(line.act, line.outcome.value, line.because) for line in lines(limit=1)]


def test_the_patient_takes_a_proof_that_holds_and_names_who_and_why(ended: Scene) -> None:
    sign()

    receipt = take_receipt(ended.ali, ended.visit_id, entry_of(ended, "visit.end"))

    proved = check(str(receipt.saying(what="ended this visit")), [log_key()])
    assert proved.is_pinned
    assert proved.receipt.opens["actor"] == str(ended.bea.person)
    assert proved.receipt.opens["because"] == "own-visit"
    assert proved.receipt.said == {"who": "Bea", "what": "ended this visit"}
    assert said_in_the_log() == [("receipt.take", "done", "own-line")]


def test_a_line_that_is_not_signed_for_yet_has_no_proof_yet(ended: Scene) -> None:
    with pytest.raises(NotYetProved):
        take_receipt(ended.ali, ended.visit_id, entry_of(ended, "visit.end"))


def test_somebody_with_the_same_link_on_another_device_takes_nothing(ended: Scene) -> None:
    entry = entry_of(ended, "visit.end")
    sign()
    eve = guest(ended.ali.bearer or b"", PartyId(uuid4()))

    with pytest.raises(Refused, match="another-device"):
        take_receipt(eve, ended.visit_id, entry)
    assert said_in_the_log() == [("receipt.take", "refused", "another-device")]


def test_somebody_who_waited_in_vain_behind_the_same_link_takes_nothing(fresh_database: str, settings: object) -> None:
    scene = begun()
    eve = waiting(scene.secret, "Eve")
    operations.admit_party(scene.bea, Purpose.TREATMENT, scene.visit_id, scene.ali.party)
    operations.end_visit(scene.bea, Purpose.TREATMENT, scene.visit_id, for_patient="")
    entry = entry_of(scene, "visit.end")
    sign()

    with pytest.raises(Refused, match="another-device"):
        take_receipt(eve, scene.visit_id, entry)


def test_a_line_about_somebody_else_is_not_given_out(ended: Scene) -> None:
    other = begun_by_others()
    sign()

    with pytest.raises(Refused, match="not-your-line"):
        take_receipt(ended.ali, ended.visit_id, entry_of(other, "visit.start-now"))


def begun_by_others() -> Scene:
    """Return another visit that is over, of another patient and another clinician."""
    from paravent.people.tests.cast import colleague

    gul = Actor(PersonId(colleague("Gul", Role.CLINICIAN)[0]), frozenset({Role.CLINICIAN}))
    visit_id = operations.start_now(gul, Purpose.TREATMENT).visit_id
    link = operations.show_invitation(gul, Purpose.TREATMENT, visit_id)
    assert link is not None
    fen = waiting(link.secret, "Fen")
    operations.admit_party(gul, Purpose.TREATMENT, visit_id, fen.party)
    operations.end_visit(gul, Purpose.TREATMENT, visit_id, for_patient="")
    return Scene(visit_id, link.secret, gul, gul, fen)


def test_staff_take_no_receipt_of_a_patients_page(ended: Scene) -> None:
    entry = entry_of(ended, "visit.end")
    sign()

    with pytest.raises(Refused, match="nothing-to-read"):
        take_receipt(ended.bea, ended.visit_id, entry)


def test_a_line_that_the_summary_does_not_show_is_refused() -> None:
    assert policy.may_take_receipt(None).reason == "not-your-line"
