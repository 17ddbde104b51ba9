"""Who was not invited by key *cannot* leave a letter in the post box of a run of several hospitals, read one, or learn that there is one; a letter that is changed, replayed or said twice *cannot* enter; and whoever keeps the box *cannot* put somebody else in a member's place. They *can* hold letters back, which ends the run."""

import time
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as practice
from django.test import Client

from paravent.access.terms import INSTALLATION, Refused, Role
from paravent.keys.custody import round_key
from paravent.learning.asking import SECONDS, signed_headers
from paravent.learning.carrying import box_at
from paravent.learning.letters import LARGEST, Letter, written
from paravent.learning.terms import BoxUnreachable, Charter, Letters, NotABox, NotForUs
from paravent.learning.tests.cast import Hospital, a_key
from paravent.people.tests.cast import newest_lines, somebody, the_log_says
from paravent.rounds import operations
from paravent.rounds.terms import NotInvited
from paravent.rounds.tests.box import led_here
from paravent.rounds.tests.test_rounds import a_study, agreed, charter_here, others_of

pytestmark = pytest.mark.django_db
STRANGER = a_key(7)


@pytest.fixture(autouse=True)
def without_noise(settings: Any) -> None:
    """Let this practice take part without noise: what is tried here are letters."""
    settings.ROUNDS_WITHOUT_NOISE = True


@pytest.fixture
def charter() -> Charter:
    """Return a charter that this installation leads, called a moment ago."""
    fen, gul = somebody("Fen", Role.RESEARCHER), somebody("Gul", Role.DPO)
    found = charter_here(leads=True)
    agreed(fen, gul, a_study(fen, gul), found)
    assert led_here(found)
    return found


@pytest.fixture
def bonn(charter: Charter) -> Hospital:
    """Return one of those who were invited."""
    return others_of(charter)[0]


def lying(charter: Charter) -> list[Letter]:
    return list(operations.letters_here(INSTALLATION, charter.digest).letters)


def seat_of(site: Hospital, charter: Charter) -> Letter:
    """Return a seat that a hospital takes by what lies there."""
    post = lying(charter)
    assert site.step(charter, post)
    return post[-1]


def address(charter: Charter, rest: str = "") -> str:
    return f"{practice.BASE_URL}/rounds/{charter.digest}/letters/{rest}"


def asked(where: str, headers: dict[str, str]) -> tuple[int, str]:
    answer = Client(headers=headers).get(urlsplit(where).path)
    return answer.status_code, answer.content.decode()


def left(charter: Charter, content: bytes) -> tuple[int, str]:
    answer = Client().post(urlsplit(address(charter)).path, content, content_type="application/json")
    said = answer.json()
    return answer.status_code, said.get("error") or said["digest"]


def test_who_is_invited_leaves_a_letter_and_reads_all(charter: Charter, bonn: Hospital) -> None:
    seat = seat_of(bonn, charter)
    assert left(charter, seat.content) == (201, seat.digest)
    status, listed = asked(address(charter), signed_headers(bonn.key, address(charter), int(time.time())))
    assert status == 200
    assert seat.digest in listed
    one = address(charter, f"{seat.digest}/")
    assert asked(one, signed_headers(bonn.key, one, int(time.time()))) == (200, seat.content.decode())
    assert the_log_says("round.receive", "done", "invited-by-key")
    assert {line.patient for line in newest_lines(3)} == {None}


def test_a_stranger_leaves_nothing_reads_nothing_and_learns_of_no_run(charter: Charter) -> None:
    call = lying(charter)[0]
    before = len(lying(charter))
    for forged in (
        written(STRANGER, Letters.SEAT, call.place, "Erfurt", {"key": "11" * 32}),
        written(STRANGER, Letters.SEAT, call.place, "Bonn", {"key": "11" * 32}),
        written(a_key(1), Letters.ASK, replace(call.place, round=1, attempt=1), "Here", {"seats": []}),
    ):
        assert left(charter, forged.content) == (403, "letter-of-a-stranger")
    assert the_log_says("round.receive", "refused", "letter-of-a-stranger")
    assert left(charter, b"x" * (LARGEST + 1)) == (413, "letter-too-long")
    assert len(lying(charter)) == before

    nowhere = charter.model_copy(update={"title": "Another one"})
    now = int(time.time())
    strange = [asked(address(one), signed_headers(STRANGER, address(one), now)) for one in (charter, nowhere)]
    assert strange[0] == strange[1]
    assert strange[0][0] == 404
    with pytest.raises(NotInvited):
        operations.list_letters("00" * 32, charter.digest)
    with pytest.raises(NotInvited):
        operations.fetch_letter("00" * 32, charter.digest, call.digest)


def test_a_request_that_was_overheard_is_of_no_use_elsewhere_or_later(charter: Charter, bonn: Hospital) -> None:
    where, now = address(charter), int(time.time())
    one = address(charter, f"{lying(charter)[0].digest}/")
    for headers in (
        {},
        signed_headers(bonn.key, one, now),
        signed_headers(bonn.key, where.replace("localhost", "elsewhere.example"), now),
        signed_headers(bonn.key, where, now - SECONDS - 60),
        signed_headers(bonn.key, where, now + SECONDS + 60),
        signed_headers(bonn.key, where, now) | {"Signature": signed_headers(STRANGER, where, now)["Signature"]},
    ):
        assert asked(where, headers)[0] == 401


def test_what_was_changed_replayed_or_said_twice_does_not_enter(charter: Charter, bonn: Hospital) -> None:
    seat = seat_of(bonn, charter)
    changed = bytearray(seat.content)
    changed[len(changed) // 2] ^= 1
    assert left(charter, bytes(changed)) == (403, "letter-of-a-stranger")
    assert left(charter, seat.content)[0] == 201
    before = lying(charter)
    # The same again is the same; a second seat is not, nor one of another run, nor what nobody asked for.
    assert left(charter, seat.content) == (201, seat.digest)
    for says, place, error in (
        (Letters.SEAT, seat.place, "letter-said-twice"),
        (Letters.SEAT, replace(seat.place, run="ab" * 16), "letter-out-of-place"),
        (Letters.SHARE, replace(seat.place, round=1, attempt=1), "letter-out-of-place"),
    ):
        again = written(bonn.key, says, place, "Bonn", {"key": "22" * 32})
        assert left(charter, again.content) == (409, error)
    assert lying(charter) == before


def test_whoever_keeps_the_box_cannot_put_somebody_in_a_members_place(charter: Charter, bonn: Hospital) -> None:
    """The keeper of the box leads, and writes the ask: with a seat of their own making in Bonn's name, Celle does not answer."""
    celle = others_of(charter)[1]
    seats = [seat_of(site, charter) for site in (bonn, celle)]
    here = next(one for one in lying(charter) if one.says is Letters.SEAT)
    swapped = written(round_key(), Letters.SEAT, here.place, "Bonn", {"key": "33" * 32})
    place = replace(here.place, round=1, attempt=1)
    for shown in ([here, swapped, seats[1]], [here, replace(seats[0], body={"key": "33" * 32}), seats[1]]):
        body = {"seats": sorted(one.content.decode() for one in shown)}
        ask = written(round_key(), Letters.ASK, place, charter.leader, body)
        with pytest.raises(NotForUs):
            celle.step(charter, [*lying(charter), *seats, ask])
    assert celle.asked == 0


def test_nobody_who_does_not_lead_keeps_a_box(bonn: Hospital) -> None:
    fen, gul = somebody("Fay", Role.RESEARCHER), somebody("Gil", Role.DPO)
    elsewhere = charter_here()
    agreed(fen, gul, a_study(fen, gul), elsewhere)
    key = bonn.key.public_key().public_bytes_raw().hex()
    with pytest.raises(NotInvited):
        operations.list_letters(key, elsewhere.digest)
    with pytest.raises(Refused, match="no-post-box-here"):
        operations.receive_letter(elsewhere.digest, b"{}")


@pytest.mark.parametrize(
    "odd",
    [
        "http://aalen.example/rounds/{}/letters/",
        "https://aalen.example/rounds/{}/",
        "https://fen:secret@aalen.example/rounds/{}/letters/",
        "ftp://localhost/rounds/{}/letters/",
        "/tmp/letters",
    ],
)
def test_letters_travel_by_tls_alone(odd: str) -> None:
    with pytest.raises(NotABox):
        box_at(odd.format("ab" * 32), STRANGER)
    assert box_at(f"https://aalen.example/rounds/{'ab' * 32}/letters", STRANGER).charter == "ab" * 32


def test_a_box_that_gives_no_receipt_has_taken_nothing(charter: Charter, bonn: Hospital) -> None:
    seat = seat_of(bonn, charter)
    with pytest.raises(BoxUnreachable):
        box_at(f"http://localhost:9/rounds/{charter.digest}/letters/", bonn.key).bring(seat)
