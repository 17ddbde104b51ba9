"""Programs that compare what they were told *cannot* find that one person let both in, unless both asked for the name; nor do they learn anything about a patient by it, and what another key signed is not our word."""

import json
from typing import Any

import pytest
import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from tests.threats.cast import Practice
from tests.threats.letting import App, Person, approved
from tests.threats.served import Served

TOLD = "launch/patient launch/encounter patient/Observation.rs openid"


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    # Scopes come back in another order, which the client takes for a change.
    monkeypatch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")


def keys_of(served: Served) -> KeySet:
    found = requests.get(f"{served.base_url}/.well-known/openid-configuration", timeout=20).json()
    assert found["subject_types_supported"] == ["pairwise"]
    keys = requests.get(found["jwks_uri"], timeout=20).json()
    assert [sorted(one) for one in keys["keys"]] == [["alg", "e", "kid", "kty", "n", "use"]]
    return KeySet.import_key_set(keys)


def told_to_one(practice: Practice, served: Served, scope: str) -> dict[str, Any]:
    app = App(served, approved(practice, "patient/Observation.rs"), scope)
    told = app.let_in_by(Person(served, practice.bea), patient=str(practice.held.patient_id))
    return dict(jwt.decode(told["id_token"], keys_of(served), algorithms=["RS256"]).claims)


def test_two_programs_know_one_person_by_two_numbers(practice: Practice, served: Served) -> None:
    one, other = (told_to_one(practice, served, TOLD) for _ in range(2))

    assert one["sub"] != other["sub"]
    assert set(map(str, one.values())) & set(map(str, other.values())) <= {
        served.base_url,
        str(one["iat"]),
        str(one["exp"]),
    }
    assert str(practice.bea.person) not in json.dumps(one)


def test_what_is_told_about_a_person_is_silent_about_the_patient(practice: Practice, served: Served) -> None:
    told = told_to_one(practice, served, f"{TOLD} fhirUser")

    assert told["fhirUser"] == f"{served.base_url}/fhir/R4/Practitioner/{practice.bea.person}"
    assert set(told) == {"iss", "aud", "iat", "exp", "at_hash", "sub", "fhirUser"}
    assert str(practice.held.patient_id) not in json.dumps(told)


@pytest.mark.parametrize("alg", ["RS256", "HS256", "none"])
def test_what_another_key_signed_is_not_our_word(served: Served, alg: str) -> None:
    keys = keys_of(served)
    header = {"alg": alg, "kid": keys.keys[0].kid}
    key = RSAKey.generate_key(2048)
    forged = {
        "RS256": lambda: jwt.encode(header, {"sub": "x"}, key, algorithms=["RS256"]),
        "HS256": lambda: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmVk",
        "none": lambda: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
    }[alg]()

    with pytest.raises(JoseError):
        jwt.decode(forged, keys, algorithms=["RS256"])
