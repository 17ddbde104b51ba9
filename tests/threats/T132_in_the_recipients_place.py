"""Whoever is not its recipient *cannot* fetch a release in their place: not the data-protection officer who approved the key, not a researcher by their session, not who holds a key that waits, was turned down, was ended or is another study's, nor who shows a statement again, to another address, too long or signed by somebody else. A researcher *can* bring a key of their own, if the officer does not compare it; they could take the files anyway."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey

from paravent.interop.answers import address_of
from paravent.kernel import clock
from paravent.people.tests.cast import at
from paravent.releases.operations import decide_recipient, end_recipient, name_recipient
from paravent.releases.terms import TOKEN_FOR
from paravent.uses.tests.cast import a_study
from tests.threats.cast import Practice, speak_as

RELEASE = """
INSERT INTO releases_release (id, study_id, asked_by, asked_at, sealed_wish, measured_at, is_safe, is_approved, decided_by, decided_at, made_until)
VALUES (%s, %s, %s, now(), '', now(), true, true, %s, now(), 0)
"""
STATEMENT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass
class Outsider:
    """Somebody with a key of their own."""

    number: UUID
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-384"))

    @property
    def public(self) -> str:
        """Return their public key, as they send it."""
        return self.key.as_pem(private=False).decode()

    def signs(self, **other: Any) -> str:
        """Return a statement that they are themselves; or something else."""
        who, now = str(self.number), int(clock.now().timestamp())
        claims = {"iss": who, "sub": who, "aud": address_of("releases:token"), "exp": now + 240}
        return jwt.encode(
            {"alg": "ES384"}, claims | {"jti": secrets.token_hex(8)} | other, self.key, algorithms=["ES384"]
        )

    def asks(self, statement: str = "") -> tuple[int, str]:
        """Ask for a token; returns the status and the token."""
        sent = {"grant_type": "client_credentials", "client_assertion_type": STATEMENT, "scope": "system/*.rs"}
        answer = Client().post("/releases/token", sent | {"client_assertion": statement or self.signs()})
        return answer.status_code, answer.json().get("access_token", "")


def named(practice: Practice, study_id: UUID, *, approves: bool | None = True) -> Outsider:
    """Return somebody whose key Fen brought, and Gül approved or turned down."""
    outsider = Outsider(uuid4())
    outsider.number = name_recipient(practice.fen.actor, study_id, "University of Fulda", outsider.public)
    if approves is not None:
        decide_recipient(practice.gul.actor, outsider.number, approves=approves)
    return outsider


@pytest.fixture
def release(practice: Practice) -> Iterator[tuple[UUID, UUID]]:
    """Leave a release of Fen's that Gül handed out; return its study and its number."""
    study_id, release_id = a_study(practice.fen.actor, practice.gul.actor), uuid4()
    with practice.as_superuser() as superuser:
        superuser.execute(RELEASE, [release_id, study_id, practice.fen.person, practice.gul.person])
        yield study_id, release_id
        superuser.execute("DELETE FROM releases_release WHERE id = %s", [release_id])


def status_for(token: str, release_id: UUID, browser: Client | None = None) -> set[int]:
    """Return how everything that a recipient asks is answered."""
    bearing = {"Authorization": f"Bearer {token}", "Prefer": "respond-async"} if token else {"Prefer": "respond-async"}
    asked = browser or Client()
    ways = ("$export", "status/", "fetch/1.ndjson", "why/study-over.ndjson", f"deleted/{uuid4()}.ndjson")
    return {asked.get(f"/releases/{release_id}/{way}", headers=bearing).status_code for way in ways}


def test_only_the_recipients_own_key_opens_and_each_statement_once(
    practice: Practice, release: tuple[UUID, UUID]
) -> None:
    study_id, release_id = release
    theirs, other = named(practice, study_id), named(practice, a_study(practice.fen.actor, practice.gul.actor))
    once = theirs.signs()
    (said, token) = theirs.asks(once)
    assert said == 200
    assert 401 not in status_for(token, release_id)
    thief = Outsider(theirs.number)
    later, far = int(clock.now().timestamp()) - 60, int(clock.now().timestamp()) + 3600
    for statement in (
        once,
        thief.signs(),
        theirs.signs(aud="https://elsewhere.example/token"),
        theirs.signs(iss=str(uuid4())),
        theirs.signs(sub=str(other.number)),
        theirs.signs(exp=later),
        theirs.signs(exp=far),
        theirs.signs(jti=None),
        "nothing",
    ):
        assert theirs.asks(statement) == (400, "")

    assert status_for(other.asks()[1], release_id) <= {403, 404}
    assert status_for(token[:-4] + "AAA=", release_id) == {401}
    with at(clock.now() + TOKEN_FOR + timedelta(seconds=1)):
        assert status_for(token, release_id) == {401}
    end_recipient(practice.gul.actor, theirs.number)
    assert status_for(token, release_id) <= {403, 404}
    assert theirs.asks()[0] == 400
    lines = practice.log("release.let-recipient-in")
    assert "came-twice" in {line[1] for line in lines}
    assert token not in str(lines)


@pytest.mark.parametrize("approves", [None, False])
def test_a_key_that_nobody_approved_opens_nothing(
    practice: Practice, release: tuple[UUID, UUID], approves: bool | None
) -> None:
    assert named(practice, release[0], approves=approves).asks() == (400, "")


def test_no_session_fetches_in_a_recipients_place(practice: Practice, release: tuple[UUID, UUID]) -> None:
    named(practice, release[0])
    for who in (practice.fen, practice.gul, practice.max):
        assert status_for("", release[1], who.browser) == {401}


def test_nobody_approves_a_key_that_they_brought_not_even_by_sql(
    practice: Practice, release: tuple[UUID, UUID]
) -> None:
    waits = named(practice, release[0], approves=None)
    page = f"/research/{release[0]}/recipients/{waits.number}/decide/"
    assert practice.fen.browser.post(page, {"decision": "approve"}).status_code == 403
    change = "UPDATE releases_recipient SET is_approved = true, decided_by = %s WHERE id = %s"
    with practice.as_app() as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        speak_as(app, practice.fen.person, purpose="HRESCH")
        app.execute(change, [practice.gul.person, waits.number])
    with practice.as_app() as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        speak_as(app, practice.gul.person, purpose="HRESCH")
        app.execute("UPDATE releases_recipient SET public_key = 'mine' WHERE id = %s", [waits.number])
    with practice.as_superuser() as everything, pytest.raises(psycopg.errors.CheckViolation):
        everything.execute(change, [practice.fen.person, waits.number])
