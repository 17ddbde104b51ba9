"""A relay's password: what coturn computes from the shared secret, we compute too."""

import base64
import hashlib
from datetime import UTC, datetime

from paravent.calls.operations import ice_servers, turn_credentials

SECRET = "north"
PARTY = "5f0c9a52-0f6e-4c0e-9d5c-0a5c1d2e3f40"
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
URLS = ["turn:relay.example:3478?transport=udp", "turns:relay.example:5349?transport=tcp"]


def hmac_sha1(key: bytes, message: bytes) -> bytes:
    """HMAC as RFC 2104 writes it out, for a key no longer than a block of 64 bytes."""
    padded = key.ljust(64, b"\0")
    inner = hashlib.sha1(bytes(byte ^ 0x36 for byte in padded) + message).digest()
    return hashlib.sha1(bytes(byte ^ 0x5C for byte in padded) + inner).digest()


def test_hmac_written_out_is_that_of_rfc_2202() -> None:
    assert hmac_sha1(b"Jefe", b"what do ya want for nothing?").hex() == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"


def test_the_password_is_the_hmac_of_the_name() -> None:
    username, password = turn_credentials(SECRET, PARTY, NOW, 3600)

    assert password == base64.b64encode(hmac_sha1(SECRET.encode(), username.encode())).decode()


def test_the_name_says_when_the_password_ends_and_names_nobody() -> None:
    username, _password = turn_credentials(SECRET, PARTY, NOW, 3600)

    expires, _, party = username.partition(":")
    assert datetime.fromtimestamp(int(expires), UTC) == datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
    assert party == PARTY


def test_another_secret_party_or_time_gives_another_password() -> None:
    passwords = {
        turn_credentials(SECRET, PARTY, NOW, 3600)[1],
        turn_credentials("south", PARTY, NOW, 3600)[1],
        turn_credentials(SECRET, PARTY.replace("5", "6"), NOW, 3600)[1],
        turn_credentials(SECRET, PARTY, NOW, 3601)[1],
    }

    assert len(passwords) == 4


def test_pages_get_the_practices_relays_and_no_others() -> None:
    (server,) = ice_servers(URLS, SECRET, PARTY, NOW, 3600)

    assert server.urls == URLS
    assert (server.username, server.credential) == turn_credentials(SECRET, PARTY, NOW, 3600)


def test_without_a_relay_or_its_secret_there_is_none() -> None:
    assert ice_servers([], SECRET, PARTY, NOW, 3600) == []
    assert ice_servers(URLS, "", PARTY, NOW, 3600) == []
