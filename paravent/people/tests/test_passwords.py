"""How long a password may be, which ones are refused, and what the page says about it before it is sent."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.core.exceptions import ValidationError
from django.test import Client

from paravent.access.terms import Role
from paravent.people import passwords
from paravent.people.models import Staff
from paravent.people.passwords import AtMost, common
from paravent.people.terms import LONGEST_PASSWORD as MOST
from paravent.people.terms import SHORTEST_PASSWORD as LEAST
from paravent.people.tests.cast import arrive, colleague

SENTENCE = "correct horse battery staple "
PASSWORD = SENTENCE.strip()


def of_length(characters: int) -> str:
    """Return a password of that many characters, at whose end is something else than spaces."""
    return (SENTENCE * characters)[: characters - 1] + "!"


@pytest.mark.parametrize("characters", [LEAST, 64, MOST])
def test_what_is_no_longer_than_that_is_taken(characters: int) -> None:
    AtMost().validate(of_length(characters))


def test_a_longer_one_is_refused() -> None:
    with pytest.raises(ValidationError, match="up to 128 characters"):
        AtMost().validate(of_length(MOST + 1))


def test_the_page_knows_the_common_ones_that_would_be_long_enough() -> None:
    assert {"cookiemonster", "christopher1"} <= set(common())
    assert min(map(len, common())) == LEAST


@pytest.mark.django_db
def test_the_page_says_how_good_it_is_and_the_server_decides() -> None:
    client, (person, secret) = Client(), colleague("Max", Role.ADMINISTRATOR)
    arrive(client, secret)
    page = "/account/password/set/"

    shown = client.get(page).content.decode()
    assert shown.count('data-shows="id_password') == 2
    assert shown.count("data-strength-of=") == 1

    for refused in (of_length(MOST + 1), of_length(LEAST - 1), "cookiemonster"):
        assert client.post(page, {"password1": refused, "password2": refused}).status_code == 200
        assert not Staff.objects.get(pk=person).has_usable_password(), refused
    longest = of_length(MOST)
    assert client.post(page, {"password1": longest, "password2": longest}).status_code == 302
    assert Staff.objects.get(pk=person).check_password(longest)
    assert "/account/password/reset/" not in client.get("/account/password/change/").content.decode()


def test_without_the_salt_outside_the_database_no_password_can_be_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = make_password(PASSWORD)
    algorithm, iterations, salt, found = kept.split("$")
    assert check_password(PASSWORD, kept)
    assert not check_password("another password", kept)

    alone = PBKDF2PasswordHasher().encode(PASSWORD, salt, int(iterations))
    assert (algorithm, found == alone.split("$")[3]) == ("pbkdf2_sha256_kept", False)
    monkeypatch.setattr(passwords, "password_salt", lambda: b"another installation's salt, 32 b")

    assert not check_password(PASSWORD, kept)


def test_a_password_of_before_still_opens_and_is_hashed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1_000)
    anew: list[str] = []

    assert check_password(
        PASSWORD, PBKDF2PasswordHasher().encode(PASSWORD, "a salt of thirty-two characters."), anew.append
    )

    assert anew == [PASSWORD]
