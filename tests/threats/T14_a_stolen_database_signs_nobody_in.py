"""A thief of the database *cannot* sign in or join a visit with what is in it: links are kept as digests and sealed, codes' seeds are sealed, of passkeys there is the public half alone, and session keys are kept as digests."""

import re

from django.test import Client

from paravent.access.bearers import digest_of
from paravent.people.operations import renew_enrolment
from tests.threats.cast import Practice, presented
from tests.threats.searching import dumped, traces


def test_no_secret_of_a_link_is_in_the_dump(practice: Practice) -> None:
    visit = practice.visit()
    enrolment = renew_enrolment(practice.max.actor, practice.fen.person)

    loot = dumped(practice)

    assert presented(visit, Client()).status_code == 302
    assert traces(loot, visit.secret) == []
    assert traces(loot, enrolment) == []
    assert digest_of(visit.secret).hex().encode() in loot


def test_no_session_in_the_dump_opens_a_page(practice: Practice) -> None:
    loot = dumped(practice).decode()
    stolen = re.findall(r"^([0-9a-z]{20,64})\t", loot.partition("COPY public.people_session")[2], re.MULTILINE)
    assert len(stolen) >= 6
    assert practice.bea.session not in loot

    for key in stolen:
        thief = Client()
        thief.cookies["paravent-session"] = key
        assert thief.get("/my-accesses/")["Location"] == "/account/login/?next=/my-accesses/"


def test_the_digest_of_a_link_is_no_link(practice: Practice) -> None:
    visit = practice.visit()
    for stolen in (digest_of(visit.secret).hex(), digest_of(visit.secret).decode("latin-1")):
        visit.secret = stolen
        assert presented(visit, Client()).status_code == 403


def test_a_seed_is_sealed(practice: Practice) -> None:
    from allauth.mfa.models import Authenticator

    browser = Client()
    practice.fen.passkey.sign_in(browser)
    browser.get("/account/2fa/totp/activate/")
    from paravent.people.adapters import SealedFactors

    seed = "SEEDQUOKKASEEDQUOKKA"
    row = Authenticator.objects.create(
        user_id=practice.fen.person, type="totp", data={"secret": SealedFactors().encrypt(seed)}
    )

    assert SealedFactors().decrypt(row.data["secret"]) == seed
    assert traces(dumped(practice), seed) == []
    row.delete()
