"""A recipient fetches by a key of their own: the guide's very commands, over HTTP, until somebody takes their permission back."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from paravent.access.terms import Actor, Role
from paravent.interop.tests.served import served
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.ledger.receipts import check
from paravent.people.tests.cast import a_browser_of, somebody
from paravent.releases import operations
from paravent.releases.dossier import proved
from paravent.releases.terms import Column, NoRecipient
from paravent.releases.tests.cast import COARSE, a_wish, an_open_study, people, take_back
from paravent.releases.views import MAKING_A_KEY
from paravent.releases.words import in_fours
from paravent.research import operations as research
from paravent.uses import operations as uses
from paravent.uses.terms import Taken, Taker
from paravent.uses.tests.cast import who_leaves
from paravent.web import cluster as embedded
from paravent.web.lifespan import sequence_and_keep

FULDA, GOTHA = "University of Fulda", "Registry of Gotha"
ALIKE = {**COARSE, Column.SEX: 1}
GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "recipients.md"
COMMANDS = dict(re.findall(r"^```sh (\w+)\n(.*?)^```$", GUIDE.read_text(), flags=re.MULTILINE | re.DOTALL))


class Recipient:
    """Somebody at a desk elsewhere, who types what the guide says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: dict[str, str] = {}

    def types(self, *names: str, while_it_waits: Callable[[], None] | None = None) -> list[str]:
        """Type some of the guide's commands; returns the lines that they say. Where it would sleep, we go on with something else."""
        text = "set -eu\n" + "\n".join(COMMANDS[name] for name in names).replace("sleep 5", "echo waits; read -r _")
        shell = subprocess.Popen(
            ["/bin/sh", "-c", text],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=os.environ | self.told,
        )
        assert shell.stdin
        assert shell.stdout
        if while_it_waits:
            assert shell.stdout.readline() == "waits\n"
            while_it_waits()
            shell.stdin.write("\n")
        said, wrong = shell.communicate()
        assert shell.returncode == 0, wrong
        return said.splitlines()

    def has(self, kind: str) -> list[dict[str, object]]:
        """Return the resources of one type in the files that were fetched."""
        lines = (line for path in self.folder.glob("*.ndjson") for line in path.read_text().splitlines())
        return [one for one in map(json.loads, lines) if one["resourceType"] == kind]

    @property
    def manifest(self) -> dict[str, list[dict[str, str]]]:
        """Return the manifest that was fetched last."""
        found: dict[str, list[dict[str, str]]] = json.loads((self.folder / "manifest.json").read_text())
        return found

    def reason(self) -> str:
        """Return why nothing comes."""
        (error,) = self.manifest["error"]
        assert self.manifest["output"] == []
        return error["url"].rpartition("/")[2]


@pytest.fixture
def elsewhere(fresh_database: str, tmp_path: Path) -> Recipient:
    """Return a recipient, and let there be a practice of its own whose changes they can see."""
    del fresh_database
    return Recipient(tmp_path)


def named_and_compared(elsewhere: Recipient, fen: Actor, gul: Actor, study: UUID, name: str = FULDA) -> None:
    """Make a key, bring it, compare it as the pages say, and tell the recipient its number."""
    said = elsewhere.types("key")[-1].rpartition(" ")[2]
    page, researcher, officer = f"/research/{study}/releases/", a_browser_of(fen), a_browser_of(gul)
    private = (elsewhere.folder / "recipient.pem").read_text()
    refused = researcher.post(f"/research/{study}/recipients/", {"name": name, "public_key": private})
    assert (refused.status_code, "A private key is not taken" in refused.content.decode()) == (422, True)
    public = (elsewhere.folder / "recipient-public.pem").read_text()
    assert researcher.post(f"/research/{study}/recipients/", {"name": name, "public_key": public}).status_code == 302
    shown = officer.get(page).content.decode()
    assert in_fours(said) in shown
    (key,) = (one for one in officer.get(page).context["recipients"] if one["view"].name == name)
    number = str(key["view"].recipient_id)
    assert researcher.post(f"/research/{study}/recipients/{number}/decide/", {"decision": "approve"}).status_code == 403
    officer.post(f"/research/{study}/recipients/{number}/decide/", {"decision": "approve"})
    assert "may fetch" in officer.get(page).content.decode()
    elsewhere.told["CLIENT"] = number


def fetches_all(elsewhere: Recipient, gul: Actor, study: UUID, it_is_made: Callable[[], None]) -> None:
    """Fetch a release that has to be made first: who is in it, and what the practice sees of it."""
    elsewhere.types("token", "fetch", while_it_waits=it_is_made)
    assert {one["id"] for one in elsewhere.has("Patient")} == pseudonyms_of(elsewhere)
    assert (len(pseudonyms_of(elsewhere)), elsewhere.manifest["deleted"], elsewhere.manifest["error"]) == (13, [], [])
    (use,) = uses.see_uses(gul, study)
    assert use.taken == (Taken(Taker.RECIPIENT, clock.now().date(), FULDA),)
    assert f"by {FULDA}" in a_browser_of(gul).get(f"/research/{study}/uses/").content.decode()


def is_told_and_deletes(elsewhere: Recipient, gul: Actor, study: UUID, who: PatientId) -> None:
    """Learn that somebody took their permission back, delete them, and say so."""
    take_back([who])
    who_leaves(who)
    elsewhere.types("token", "fetch", "papers", "delete")
    sequence_and_keep()
    elsewhere.types("token", "receipts")
    assert elsewhere.reason() == "taken-back.ndjson"
    gone = (elsewhere.folder / "to-delete").read_text().split()
    assert [one.removeprefix("Patient/") in pseudonyms_of(elsewhere) for one in gone] == [True]
    assert far_are(gul, study) == {FULDA: (0, 0, 1), GOTHA: (1, 0, 0)}
    (paper,) = (elsewhere.folder / "deleted").glob("*.receipt")
    (listed,) = (elsewhere.folder / "deleted").glob("*.ndjson")
    told = check(paper.read_text()).receipt.opens["facts"]
    assert told["sha256"] == hashlib.sha256(listed.read_bytes()).hexdigest()
    proved((elsewhere.folder / "dossier.json").read_bytes(), (elsewhere.folder / "dossier.receipt").read_text(), (), ())


def far_are(gul: Actor, study: UUID) -> dict[str, tuple[int, int, int]]:
    """Return of each recipient of the only use how many wait, were fetched and are deleted."""
    (use,) = uses.see_uses(gul, study)
    return {one.recipient: (one.waiting, one.fetched, one.done) for one in use.owing}


@pytest.mark.skipif(not all(map(shutil.which, ("curl", "jq", "openssl"))), reason="the guide's commands need them")
def test_what_the_guide_says_fetches_a_release_and_carries_a_withdrawal(
    elsewhere: Recipient, fresh_database: str, cluster: embedded.Cluster
) -> None:
    bea, gul, fen = somebody("Bea", Role.CLINICIAN), somebody("Gul", Role.DPO), somebody("Fen", Role.RESEARCHER)
    patients, study = people(bea, 13), an_open_study(fen, gul)
    release = operations.ask_for_release(fen, study, a_wish(fen, study, rungs=ALIKE))
    operations.decide_release(gul, release, approves=True)
    named_and_compared(elsewhere, fen, gul, study)
    (second := Recipient(elsewhere.folder / "second")).folder.mkdir()
    named_and_compared(second, fen, gul, study, GOTHA)

    with served() as address:
        elsewhere.told["RELEASE"] = address.replace("/fhir/R4", f"/releases/{release}")
        fetches_all(elsewhere, gul, study, lambda: operations.make_release(release))
        sequence_and_keep()
        second.told["RELEASE"] = elsewhere.told["RELEASE"]
        second.types("token", "fetch")
        is_told_and_deletes(elsewhere, gul, study, patients[0])

        elsewhere.types("token", "fetch", while_it_waits=lambda: operations.make_release(release))
        assert (elsewhere.manifest["error"], elsewhere.manifest["deleted"]) == ([], [])
        assert elsewhere.manifest["output"][0]["count"] == 12

        research.end_study(gul, study)
        elsewhere.types("token", "fetch")
        assert elsewhere.reason() == "study-over.ndjson"
    with psycopg.connect(cluster.url(embedded.SUPERUSER, fresh_database)) as everything:
        asked = "SELECT DISTINCT outcome, because, patient_id FROM ledger_detail WHERE act = 'release.fetch'"
        assert everything.execute(asked).fetchall() == [("done", "recipients-key", None)]


def pseudonyms_of(elsewhere: Recipient) -> set[object]:
    """Return whose resources were fetched first."""
    return {str(one["subject"]["reference"]).removeprefix("Patient/") for one in elsewhere.has("Condition")}  # type: ignore[index]


@pytest.mark.django_db
def test_without_a_token_of_ours_nothing_is_told_and_nothing_done() -> None:
    release, one = uuid4(), uuid4()
    for asked in (
        lambda: operations.begin_for_recipient("", release),
        lambda: operations.see_for_recipient("", release),
        lambda: operations.fetch_file("", release, 1),
        lambda: operations.give_back_for_recipient("", release),
        lambda: operations.fetch_removals("", release, one),
        lambda: operations.acknowledge_removals("", release, one),
        lambda: operations.fetch_dossier("", release),
        lambda: operations.fetch_proof("", release),
        lambda: operations.fetch_acknowledgement("", release, one),
    ):
        with pytest.raises(NoRecipient):
            asked()


def test_the_page_says_what_the_guide_says() -> None:
    assert COMMANDS["key"].strip() == MAKING_A_KEY
