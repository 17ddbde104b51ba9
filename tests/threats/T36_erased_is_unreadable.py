"""A court, a thief or the practice itself *cannot* read the content of a patient whose keys were destroyed: no account, database or key file opens it again. Copies of the keyring that left the practice before are out of reach."""

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.keys import steps as keys
from paravent.keys.queries import unwrapped
from tests.threats.cast import CLINICAL, WORDS, Practice
from tests.threats.searching import dumped, traces


def test_after_the_keys_are_destroyed_nothing_opens(doomed: Practice) -> None:
    pages = [f"/files/{doomed.held.patient_id}/", doomed.document, f"/visits/{doomed.held.visit_id}/note/"]
    assert [doomed.bea.browser.get(page).status_code for page in pages] == [200, 200, 200]

    with operation("patient.erase", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("asked-for"))
        assert keys.destroy_keys(op, doomed.held.patient_id) == 2
    unwrapped.cache_clear()

    answers = [doomed.bea.browser.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [410, 410, 410]
    said = b"".join(answer.content for answer in answers).decode()
    assert not [name for name in CLINICAL if WORDS[name] in said]


def test_the_envelopes_stay_without_a_key(doomed: Practice) -> None:
    with doomed.as_superuser() as superuser:
        superuser.execute("DELETE FROM keys_patientkey WHERE patient_id = %s", [doomed.held.patient_id])

    loot = dumped(doomed)

    assert (
        str(doomed.held.patient_id).encode()
        not in loot.partition(b"COPY public.keys_patientkey")[2].partition(b"\\.")[0]
    )
    assert traces(loot, WORDS["subjective"]) == []
