"""Programs for tests, and what people allowed them."""

import json
import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from joserfc.jwk import ECKey, Key

from paravent.access.bearers import digest_of
from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.kernel.sealing import seal
from paravent.keys.custody import practice_data_key
from paravent.programs.models import Mandate, Program, Token
from paravent.programs.queries import place
from paravent.programs.terms import Kind, Use


def a_program(name: str = "Growth Chart", *, kind: Kind = Kind.PUBLIC, **more: object) -> Program:
    """Return a program that one person registered and another approved, made without asking either."""
    now = clock.now()
    return Program.objects.create(
        **{
            "name": name,
            "kind": kind,
            "redirect_uris": ["http://127.0.0.1:9/back"],
            "jwks": "" if kind is Kind.PUBLIC else "{}",
            "scopes": ["patient/Observation.rs", "user/*.rs"],
            "purposes": [Purpose.TREATMENT],
            "teams": [],
            "registered_by": uuid4(),
            "registered_at": now,
            "approved_by": uuid4(),
            "approved_at": now,
            **more,
        }
    )


def a_token(
    program: UUID,
    actor: Actor,
    *scopes: str,
    purpose: Purpose = Purpose.TREATMENT,
    patient: PatientId | None = None,
    lasting: timedelta = timedelta(minutes=10),
) -> str:
    """Return an access token of somebody for a program, made without asking either; for tests of what it opens."""
    secret, now = secrets.token_urlsafe(32), clock.now()
    digest = digest_of(secret)
    told = {"program_id": program, "person_id": actor.person, "purpose": purpose, "scopes": list(scopes)}
    with operation("test.agree", actor, purpose) as op:
        op.require(allow("test"))
        ends_at = now + timedelta(days=1)
        mandate = Mandate.objects.create(**told, patient_id=patient, given_at=now, ends_at=ends_at)
    sealed = seal(practice_data_key(), str(patient).encode(), place(digest)) if patient else None
    Token.objects.create(
        **told,
        digest=digest,
        use=Use.ACCESS,
        mandate_id=mandate.id,
        sealed_patient=sealed,
        made_at=now,
        ends_at=now + lasting,
    )
    return secret


def keys_of(key: Key | None = None, *, private: bool = False) -> str:
    """Return a JWKS with one key, as a program's maker would hand it over."""
    one = key or ECKey.generate_key("P-384", auto_kid=True)
    return json.dumps({"keys": [one.as_dict(private=private)]})
