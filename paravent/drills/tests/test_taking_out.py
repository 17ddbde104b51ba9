"""What people take with them of their drills, and what the practice shows the authority."""

import base64
import json
import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Refused, Role, allow
from paravent.drills import operations
from paravent.drills.credentials import credential
from paravent.drills.models import TeamQuarter
from paravent.drills.paper import own_pdf, practice_pdf
from paravent.drills.statements import statements
from paravent.drills.terms import CREDENTIAL_HOLDS, MASTERED, Act
from paravent.drills.tests.cast import a_drill
from paravent.exercise.terms import Topic
from paravent.kernel import clock
from paravent.ledger.models import Detail
from paravent.people.tests.cast import WORK, a_browser_of, somebody, the_log_says

pytestmark = pytest.mark.django_db
SAFE, UNSAFE = "manfred", "marta"


@pytest.fixture
def dua() -> Actor:
    return somebody("Dua", Role.RECEPTION)


@pytest.fixture
def skilled(dua: Actor) -> Actor:
    """Return Dua, who has sent many letters to the right patient of two."""
    for _nth in range(12):
        a_drill(dua, act=SAFE)
    return dua


def unpadded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def verified(token: str, did_document: dict[str, Any]) -> dict[str, Any]:
    """Check a credential as a third party does, by the issuer's published key; raises InvalidSignature."""
    header, body, signature = token.split(".")
    told = json.loads(unpadded(header))
    assert (told["alg"], told["typ"]) == ("EdDSA", "JWT")
    (method,) = [one for one in did_document["verificationMethod"] if one["id"] == told["kid"]]
    assert method["id"] in did_document["assertionMethod"]
    key = Ed25519PublicKey.from_public_bytes(unpadded(method["publicKeyJwk"]["x"]))
    key.verify(unpadded(signature), f"{header}.{body}".encode())
    return dict(json.loads(unpadded(body)))


def with_another(token: str, old: str, new: str) -> str:
    header, body, signature = token.split(".")
    changed = unpadded(body).decode().replace(old, new)
    assert changed != unpadded(body).decode()
    return f"{header}.{base64.urlsafe_b64encode(changed.encode()).decode().rstrip('=')}.{signature}"


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_statements_say_what_was_done_and_not_by_whom(dua: Actor) -> None:
    a_drill(dua, act=SAFE)
    a_drill(dua, act=UNSAFE)
    answer = a_browser_of(dua).post("/drills/statements/")
    assert answer["Content-Disposition"] == 'attachment; filename="drills-xapi.json"'
    said = json.loads(answer.content)

    assert [one["result"]["success"] for one in said] == [True, False]
    for one in said:
        UUID(one["id"])
        UUID(one["actor"]["account"]["name"])
        assert one["actor"]["account"]["homePage"] == "http://localhost:8000"
        assert one["verb"]["id"] == "http://adlnet.gov/expapi/verbs/completed"
        assert one["object"]["id"] == "http://localhost:8000/drills/scenarios/s13-two-of-one-name"
        assert set(one["object"]["definition"]["name"]) == {"en", "de"}
        assert re.fullmatch(r"PT\d+S", one["result"]["duration"])
        assert "score" not in one["result"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one["timestamp"])
    assert not re.search(rf"dua|@|{dua.person}", answer.content.decode(), re.IGNORECASE)


def test_two_files_of_statements_cannot_be_joined(dua: Actor) -> None:
    a_drill(dua, act=SAFE)
    record = operations.take_own_record(dua)
    first, second = (statements(record, clock.now()) for _ in range(2))

    assert len({one["actor"]["account"]["name"] for one in first + second}) == 2
    assert {one["id"] for one in first}.isdisjoint(one["id"] for one in second)


def test_a_mastered_topic_is_a_statement_of_its_own(skilled: Actor) -> None:
    said = statements(operations.take_own_record(skilled), clock.now())
    (mastered,) = [one for one in said if one["verb"]["id"].endswith("/mastered")]
    assert mastered["object"]["id"].endswith("/drills/topics/recipients")


def test_a_third_party_verifies_a_credential_and_no_changed_copy(skilled: Actor) -> None:
    answer = a_browser_of(skilled).post("/drills/credential/", {"topic": "recipients"})
    token = answer.content.decode()
    published = Client().get("/.well-known/did.json")
    document = published.json()
    assert (document["id"], published["Access-Control-Allow-Origin"]) == ("did:web:localhost%3A8000", "*")
    assert "d" not in document["verificationMethod"][0]["publicKeyJwk"], "the private half stays here"

    told = verified(token, document)

    assert told["type"] == ["VerifiableCredential", "AchievementCredential"]
    assert told["iss"] == told["issuer"]["id"] == document["id"]
    assert (told["jti"], told["sub"]) == (told["id"], told["credentialSubject"]["id"])
    assert told["nbf"] < told["exp"]
    achievement = told["credentialSubject"]["achievement"]
    assert achievement["name"] == "The right recipient, the right file"
    assert f"at least {MASTERED} %" in achievement["criteria"]["narrative"]
    with pytest.raises(InvalidSignature):
        verified(with_another(token, "topics/recipients", "topics/secrets"), document)
    with pytest.raises(InvalidSignature):
        verified(token[:-10] + ("A" * 10), document)


def test_a_credential_tells_whose_it_is_to_whoever_knows_the_address(skilled: Actor) -> None:
    record = operations.take_own_record(skilled)
    token = credential(record, Topic.RECIPIENTS, "en", clock.now())
    assert token is not None
    body = unpadded(token.split(".")[1]).decode()
    (identity,) = json.loads(body)["credentialSubject"]["identifier"]

    assert not re.search(r"dua|@practice", body, re.IGNORECASE)
    digest = sha256(f"dua@practice.example{identity['salt']}".encode()).hexdigest()
    assert identity["identityHash"] == f"sha256${digest}"


def test_no_credential_below_the_band_nor_after_a_year(dua: Actor, skilled: Actor) -> None:
    record, now = operations.take_own_record(skilled), clock.now()
    assert credential(record, Topic.SECRETS, "en", now) is None
    assert credential(record, Topic.RECIPIENTS, "en", now) is not None
    assert credential(record, Topic.RECIPIENTS, "en", now + CREDENTIAL_HOLDS + timedelta(days=1)) is None
    for topic in ("secrets", "nothing-like-that"):
        assert a_browser_of(dua).post("/drills/credential/", {"topic": topic}).url == "/drills/"


def test_a_few_right_acts_are_no_mastery(dua: Actor) -> None:
    for _nth in range(5):
        a_drill(dua, act=SAFE)
    assert credential(operations.take_own_record(dua), Topic.RECIPIENTS, "en", clock.now()) is None
    assert 'name="topic"' not in a_browser_of(dua).get("/drills/").content.decode()


def test_the_log_does_not_say_which_form_was_taken(skilled: Actor) -> None:
    browser = a_browser_of(skilled)
    browser.post("/drills/credential/", {"topic": "recipients"})
    browser.post("/drills/credential/", {"topic": "secrets"})
    browser.post("/drills/record/", {"language": "en", "results": "on"})
    browser.post("/drills/statements/")

    assert the_log_says(Act.TAKE_OWN, "done", "practises")
    with operation("test.look", skilled, WORK) as op:
        op.require(allow("test"))
        lines = {(line.outcome, line.because, str(line.facts)) for line in Detail.objects.filter(act=Act.TAKE_OWN)}
        assert len(lines) == 1


def test_a_record_of_ones_own_tells_results_only_where_one_ticks_so(dua: Actor) -> None:
    a_drill(dua, act=UNSAFE)
    browser = a_browser_of(dua)
    plain = text_of(browser.post("/drills/record/", {"language": "en"}).content)
    told = text_of(browser.post("/drills/record/", {"language": "en", "results": "on"}).content)

    assert "Dua" in plain
    assert "The right recipient, the right file" in plain
    assert "no single result" in plain
    assert "Two patients called M. Weber" not in plain
    assert "not this time" not in plain
    assert "Two patients called M. Weber" in told
    assert "not this time" in told


@pytest.mark.parametrize("language", ["en", "de"])
def test_records_are_tagged_and_say_their_language(dua: Actor, language: str) -> None:
    a_drill(dua, act=SAFE)
    record = operations.take_own_record(dua)
    for content in (own_pdf(record, language, with_results=True), practice_pdf([], language)):
        root = PdfReader(BytesIO(content)).trailer["/Root"]
        assert root["/Lang"].startswith(language)
        assert root["/MarkInfo"]["/Marked"]
        assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert translation.get_language() == "en"


def a_quarter(begins_on: str, people: int, drills: int, safe: int) -> None:
    with operation("test.make", INSTALLATION, WORK) as op:
        op.require(allow("test"))
        TeamQuarter(team_id=uuid4(), begins_on=begins_on, people=people, drills=drills, safe=safe).save()


def test_the_practices_record_counts_and_names_nobody(dua: Actor) -> None:
    a_drill(dua, act=UNSAFE)
    gul = somebody("Gul", Role.DPO)
    assert operations.draw_practice_record(gul) == []
    assert "Too few to say anything yet." in text_of(practice_pdf([], "en"))
    a_quarter("2026-01-01", 6, 20, 15)
    a_quarter("2026-01-01", 5, 20, 5)
    a_quarter("2025-10-01", 7, 9, 8)

    found = operations.draw_practice_record(gul)
    text = text_of(a_browser_of(gul).post("/drills/teams/record/", {"language": "en"}).content)

    assert [(one.people, one.drills, one.safe_percent) for one in found] == [(11, 40, 50), (7, 9, 89)]
    assert found[0].low < 50 < found[0].high
    assert f"11 40 50 % ({found[0].low} to {found[0].high} %)" in text
    assert "The right recipient, the right file 3" in text
    assert "Dua" not in text
    assert "Gul" not in text


def test_only_who_answers_for_training_draws_the_practices_record(dua: Actor) -> None:
    with pytest.raises(Refused, match="only-managers-draw-records"):
        operations.draw_practice_record(dua)
    shown = 'action="/drills/teams/record/"'
    assert shown not in a_browser_of(dua).get("/drills/teams/").content.decode()
    assert shown in a_browser_of(somebody("Max", Role.ADMINISTRATOR)).get("/drills/teams/").content.decode()
