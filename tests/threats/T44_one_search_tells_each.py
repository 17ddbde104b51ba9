"""Whoever searches *cannot* look at somebody unnoticed in a list of many: each patient whom it showed finds the search on their own page, with a proof; of the others they *cannot* learn more than how many there were."""

import re

from paravent.access.terms import INSTALLATION, Purpose
from paravent.keys.custody import log_key
from paravent.ledger.receipts import check
from paravent.people.operations import register_patient, verify_patient
from paravent.people.terms import Identity, VerifiedHow
from tests.threats.cast import WORDS, Practice, everything_has_its_place, speak_as

TOLD = "searched for patients, and you were among those who were found"


def test_a_search_stands_on_the_page_of_each_and_names_no_other(doomed: Practice) -> None:
    other = register_patient(INSTALLATION, Purpose.OPERATIONS, Identity(f"Ines {WORDS['name']}"))
    verify_patient(doomed.bea.actor, Purpose.TREATMENT, doomed.held.patient_id, VerifiedHow.KNOWN_PERSONALLY)
    doomed.cem.browser.post("/files/", {"q": WORDS["name"]})
    assert doomed.log("patient.search")[-1][3] is None
    everything_has_its_place()

    page = doomed.ali.get(doomed.held.page).content.decode()
    receipt = doomed.ali.get(the_proof_in(page)).content.decode()

    assert TOLD in page
    proved = check(receipt, [log_key()]).receipt
    assert proved.among["patient"] == str(doomed.held.patient_id)
    assert proved.opens["actor"] == str(doomed.cem.person)
    for said in (page, receipt):
        assert str(other) not in said
        assert "Ines" not in said


def the_proof_in(page: str) -> str:
    """Return the address of the proof of the search."""
    found = re.search(rf'{TOLD}.*?href="([^"]+/receipts?/[^"]*)"', page, re.DOTALL)
    assert found, page
    return found[1]


def test_in_their_name_sql_shows_no_mention_of_another(doomed: Practice) -> None:
    other = register_patient(INSTALLATION, Purpose.OPERATIONS, Identity(f"Ines {WORDS['name']}"))
    doomed.cem.browser.post("/files/", {"q": WORDS["name"]})
    wanted = "SELECT count(*) FROM ledger_detail JOIN ledger_mention USING (entry_id) WHERE act = 'patient.search'"

    with doomed.as_app() as app:
        for who, rows in ((doomed.held.patient_id, 1), (other, 1), (doomed.cem.person, 0), (doomed.gul.person, 2)):
            speak_as(app, who)
            assert app.execute(wanted).fetchone() == (rows,)
