"""Whoever bears an expired, taken-back, renewed, cancelled, guessed or used-up invitation *cannot* learn or reach anything with it, by page or by socket; an invitation to one visit opens no other."""

import json
import secrets
from collections.abc import Callable

import pytest
from django.test import Client

from paravent.access.bearers import COOKIE, cookie_for, digest_of
from tests.threats.cast import WORDS, Practice, Visit, presented, waiting
from tests.threats.served import Served


def expire(practice: Practice, visit: Visit) -> None:
    with practice.as_superuser() as superuser:
        superuser.execute(
            "UPDATE visits_invitation SET valid_until = now() - interval '1 second' WHERE visit_id = %s",
            [visit.visit_id],
        )


def not_yet(practice: Practice, visit: Visit) -> None:
    with practice.as_superuser() as superuser:
        superuser.execute(
            "UPDATE visits_invitation SET valid_from = now() + interval '1 hour' WHERE visit_id = %s", [visit.visit_id]
        )


def revoke(practice: Practice, visit: Visit) -> None:
    practice.bea.browser.post(f"/visits/{visit.visit_id}/invitation/revoke/")


def renew(practice: Practice, visit: Visit) -> None:
    practice.bea.browser.post(f"/visits/{visit.visit_id}/invitation/renew/")


def cancel(practice: Practice, visit: Visit) -> None:
    practice.bea.browser.post(f"/visits/{visit.visit_id}/cancel/")


BAD = [expire, not_yet, revoke, renew, cancel]
Spoil = Callable[[Practice, Visit], None]


@pytest.mark.parametrize("spoil", BAD)
def test_a_bad_link_opens_nothing(practice: Practice, spoil: Spoil) -> None:
    visit, eve = practice.visit(), Client()
    spoil(practice, visit)

    answer = presented(visit, eve)

    assert answer.status_code == 403
    assert COOKIE not in eve.cookies
    assert "Bea" not in answer.content.decode()


@pytest.mark.parametrize("spoil", BAD)
def test_who_was_in_by_it_is_out(practice: Practice, served: Served, spoil: Spoil) -> None:
    visit, eve = practice.visit(), Client()
    waiting(visit, "Eve", eve)
    cookie = f"{COOKIE}={eve.cookies[COOKIE].value}"

    spoil(practice, visit)

    assert eve.get(visit.page).status_code == 403
    assert eve.post(f"{visit.page}ready/", {"name": "Eve"}).status_code in {302, 403}
    with served.hears(f"{visit.page}socket/", cookie) as socket:
        assert json.loads(socket.recv(20))["tag"] == "refused"


@pytest.mark.parametrize("guess", ["", "A" * 22, "' OR 1=1 --", "\u0000", "../../", "Ä" * 5000])
def test_a_guess_opens_nothing(practice: Practice, guess: str) -> None:
    answer = Client().post("/join/present/", {"secret": guess})

    assert answer.status_code == 403
    assert WORDS["name"] not in answer.content.decode()


def test_a_secret_has_128_random_bits(practice: Practice) -> None:
    found = {practice.visit().secret for _ in range(20)}

    assert len(found) == 20
    assert {len(one) for one in found} == {len(secrets.token_urlsafe(16))}


def test_a_used_link_shows_another_device_no_summary(practice: Practice) -> None:
    eve = Client()
    presented(practice.held, eve)

    said = eve.get(practice.held.page)

    assert said.status_code == 403
    assert not [name for name, word in WORDS.items() if word in said.content.decode()]
    assert eve.post(f"{practice.held.page}ready/", {"name": "Eve"}).status_code in {302, 403}


def test_a_link_to_one_visit_opens_no_other(practice: Practice, served: Served) -> None:
    mine, other, eve = practice.visit(), practice.visit(), Client()
    waiting(mine, "Eve", eve)
    cookie = f"{COOKIE}={eve.cookies[COOKIE].value}"
    foreign = Client(headers={"cookie": cookie})

    assert foreign.get(mine.page).status_code == 200
    assert foreign.get(other.page).status_code == 403
    assert foreign.get(practice.held.page).status_code == 403
    with served.hears(f"{other.page}socket/", cookie) as socket:
        assert json.loads(socket.recv(20)) == {"tag": "refused", "reason": "nothing-there-for-you"}


@pytest.mark.parametrize("forged", ["", "x", "e30:1xVyDO:5RhLaiRRiCt", "{signed}x", "{party}"])
def test_a_cookie_that_we_did_not_make_is_nobodys(practice: Practice, served: Served, forged: str) -> None:
    visit = practice.visit()
    signed = cookie_for(digest_of(visit.secret))
    head, _, rest = cookie_for(digest_of("another")).partition(":")
    cookie = forged.format(signed=signed, party=f"{signed.partition(':')[0]}:{rest}{head[:0]}")

    assert Client(headers={"cookie": f"{COOKIE}={cookie}"}).get(visit.page).status_code in {403, 404}
    with served.hears(f"{visit.page}socket/", f"{COOKIE}={cookie}") as socket:
        assert json.loads(socket.recv(20))["tag"] == "refused"
