"""The log's own pages, and the proofs of one's own lines."""

from django.test import Client

from paravent.access.terms import Role
from paravent.keys.custody import log_key, signing_key
from paravent.ledger.receipts import check
from paravent.ledger.sequencer import Signer, sequence_all
from paravent.people.tests.cast import Device, arrive, colleague


def signed_in(name: str) -> Client:
    client = Client()
    _, secret = colleague(name, Role.CLINICIAN)
    arrive(client, secret)
    Device().join(client)
    return client


def entries_of(client: Client) -> list[str]:
    page = client.get("/my-accesses/")
    return [str(entry_id) for line in page.context["lines"] for entry_id, _ in line.entries]


def test_staff_save_the_proof_of_what_they_did(fresh_database: str) -> None:
    bea = signed_in("Bea")
    bea.get("/today/")
    entry = entries_of(bea)[0]
    sequence_all(Signer(log_key().name, signing_key()))

    answer = bea.get(f"/my-accesses/{entry}/receipt/")

    assert answer["Content-Disposition"].startswith('attachment; filename="receipt-')
    assert answer["Cache-Control"] == "no-store"
    proved = check(answer.content.decode(), [log_key()])
    assert proved.receipt.leaf["id"] == entry
    assert proved.receipt.said["who"] == "Bea"


def test_nobody_saves_the_proof_of_what_somebody_else_did(fresh_database: str) -> None:
    bea, cem = signed_in("Bea"), signed_in("Cem")
    bea.get("/today/")
    entry = entries_of(bea)[0]
    sequence_all(Signer(log_key().name, signing_key()))

    assert cem.get(f"/my-accesses/{entry}/receipt/").status_code == 403
    assert Client().get(f"/my-accesses/{entry}/receipt/").status_code == 302


def test_a_proof_that_is_a_moment_away_says_so(fresh_database: str) -> None:
    bea = signed_in("Bea")
    bea.get("/today/")

    answer = bea.get(f"/my-accesses/{entries_of(bea)[0]}/receipt/")

    assert answer.status_code == 503
    assert "about a second" in answer.content.decode()


def test_everybody_reads_who_watches_and_by_which_key(fresh_database: str) -> None:
    page, key = Client().get("/ledger/"), Client().get("/ledger/keys")

    assert "Nobody outside watches this log yet." in page.content.decode()
    assert key.content.decode() == f"0 {log_key()}\n"


def test_the_page_that_checks_proofs_brings_its_script_and_the_key(fresh_database: str) -> None:
    page = Client().get("/ledger/verify/").content.decode()

    assert str(log_key()) in page
    assert page.count("ledger/verify.") == 1
