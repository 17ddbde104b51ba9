"""From the study's page to the files: refused with a way on, handed out on another page, fetched as FHIR Bulk Data."""

import json
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from paravent.access.terms import Actor, Role
from paravent.people.tests.cast import a_browser_of, somebody
from paravent.releases.operations import make_release, waiting_releases
from paravent.releases.terms import Column
from paravent.releases.tests.cast import BACK_PAIN, an_open_study, people, take_back
from paravent.research.operations import preview_cohort

pytestmark = pytest.mark.django_db
FINE = {"kinds": ["Condition"], "fewest": "11", **{str(column): "0" for column in Column}}


def asked_again(fen: Actor, researcher: Client, officer: Client, study: UUID) -> str:
    """Ask as finely as can be, be refused, and ask as is proposed; returns the page of what waits then."""
    page = f"/research/{study}/releases/"
    assert page in researcher.get(f"/research/{study}/").content.decode()
    assert "First ask" in researcher.get(page).content.decode()
    preview_cohort(fen, study, BACK_PAIN)
    (preview, _), *_ = researcher.get(page).context["form"].fields["preview"].choices
    assert researcher.post(page, FINE | {"preview": preview, "kinds": []}).status_code == 422

    refused: str = researcher.post(page, FINE | {"preview": preview})["Location"]
    said = researcher.get(refused).content.decode()
    assert "About 25 of about 25 patients look like fewer than 11" in said
    assert "Year of birth: 20 years as one" in said
    assert "look like fewer" in officer.get(refused).content.decode()
    assert researcher.post(f"{refused}coarser/7/")["Location"] == refused
    waits: str = researcher.post(f"{refused}coarser/0/")["Location"]
    return waits


def handed_out_and_made(researcher: Client, officer: Client, one: str) -> None:
    """Begin, too early and then in time."""
    assert researcher.post(f"{one}begin/").status_code == 403
    assert "Hand it out" in officer.get(one).content.decode()
    officer.post(f"{one}decide/", {"decision": "approve"})
    researcher.post(f"{one}begin/")
    assert "is being made" in researcher.get(one).content.decode()
    make_release(waiting_releases()[0])


def fetched(researcher: Client, officer: Client, one: str) -> str:
    """Take a file, what of it is missing, and the dossier; returns the file's address."""
    assert "/1.ndjson" in researcher.get(one).content.decode()
    address = f"{one}1.ndjson"
    whole = researcher.get(address)
    assert whole["Content-Type"] == "application/fhir+ndjson"
    assert "no-store" in whole["Cache-Control"]
    assert {json.loads(line)["resourceType"] for line in whole.content.splitlines()} == {"Condition"}
    rest = researcher.get(address, headers={"Range": "bytes=100-"})
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    assert researcher.get(address, headers={"Range": "bytes=99999999-"}).status_code == 416
    assert officer.get(address).status_code in {403, 404}
    dossier = json.loads(officer.get(f"{one}dossier.json").content)
    assert (dossier["asked_by"]["name"], dossier["handed_out"]["by"], dossier["asked"]["fewest"]) == ("Fen", "Gul", 11)
    read = "".join(page.extract_text() for page in PdfReader(BytesIO(officer.get(f"{one}dossier.pdf").content)).pages)
    assert "University of Fulda" in read
    assert dossier["consents_sha256"][:20] in read
    assert researcher.get(f"{one}status/").status_code == 401
    return address


def test_the_pages_lead_from_a_refusal_to_files_that_go_with_a_permission(bea: Actor, gul: Actor) -> None:
    fen = somebody("Fen", Role.RESEARCHER)
    researcher, officer = a_browser_of(fen), a_browser_of(gul)
    study = an_open_study(fen, gul)
    patients = people(bea, 24)
    one = asked_again(fen, researcher, officer, study)
    handed_out_and_made(researcher, officer, one)
    address = fetched(researcher, officer, one)

    take_back(patients[:1])

    assert researcher.get(address).status_code == 410
    assert "files deleted" in researcher.get(one).content.decode()
    researcher.post(f"{one}begin/")
    make_release(waiting_releases()[0])
    researcher.post(f"{one}give-back/")
    assert "files deleted" in researcher.get(one).content.decode()
