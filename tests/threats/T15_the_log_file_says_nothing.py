"""A reader of the server's log *cannot* learn anything that was typed about or by a patient: errors are told by their type and place, never by their message, in pages and in sockets; and nobody *can* write lines of their own into it."""

import re
import socket
from urllib.parse import quote
from uuid import uuid4

from paravent.access.bearers import COOKIE, cookie_for, digest_of
from tests.threats.cast import WORDS, Practice
from tests.threats.searching import traces
from tests.threats.served import Served

FORGED = "2026-01-01 00:00:00,000 ERROR paravent.ledger forgedquokka"

BROKEN = """
CREATE FUNCTION forged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'quotequokka %', NEW; END $$;
CREATE TRIGGER forged BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION forged();
"""
MENDED = "DROP FUNCTION forged() CASCADE"


def as_bea(practice: Practice) -> str:
    return f"paravent-session={practice.bea.session}"


def test_an_error_in_a_page_is_told_by_its_type(practice: Practice, served: Served) -> None:
    visit = practice.visit()
    with practice.as_superuser() as superuser:
        superuser.execute(BROKEN.format(table="visits_note"))
        try:
            note = {"subjective": WORDS["subjective"]}
            status = served.posts(f"/visits/{visit.visit_id}/note/", note, as_bea(practice))
        finally:
            superuser.execute(MENDED)

    assert status == 500
    assert "Internal Server Error: /visits/" in served.log
    assert re.search(r"\[\w+Error at \w+:\d+\]", served.log)
    assert traces(served.log.encode(), "quotequokka") == []
    assert traces(served.log.encode(), WORDS["subjective"]) == []


def test_an_error_in_a_socket_is_told_by_its_type(practice: Practice, served: Served) -> None:
    visit = practice.visit()
    with practice.as_superuser() as superuser:
        superuser.execute(BROKEN.format(table="visits_party"))
        try:
            with served.hears(f"/ws/visits/{visit.visit_id}/", as_bea(practice)) as bea:
                end(bea)
        finally:
            superuser.execute(MENDED)

    assert "Exception in ASGI application" in served.log
    assert "Traceback" not in served.log
    assert traces(served.log.encode(), "quotequokka") == []


def end(connection: object) -> None:
    """Wait until the server has hung up."""
    from websockets.exceptions import ConnectionClosed

    try:
        while True:
            connection.recv(20)  # type: ignore[attr-defined]
    except ConnectionClosed:
        return


def test_what_is_typed_where_it_does_not_belong_is_not_kept(practice: Practice, served: Served) -> None:
    cookie = as_bea(practice)
    served.posts("/account/login/", {"login": f"{WORDS['name']}@x.example", "password": WORDS["name"]})
    served.posts("/join/present/", {"secret": WORDS["guest"]})
    served.posts("/visits/find-patient/", {"q": WORDS["name"]}, cookie)
    served.posts(f"/visits/{practice.held.visit_id}/note/", {"subjective": WORDS["subjective"]}, cookie)
    served.posts(f"/visits/{practice.held.visit_id}/accepted/", {"kind": "vital", "payload": WORDS["summary"]}, cookie)
    served.asks("GET", f"/files/{uuid4()}/", Cookie=f"{COOKIE}={cookie_for(digest_of('x'))}", User_Agent=WORDS["title"])

    for what, word in WORDS.items():
        assert traces(served.log.encode(), word) == [], what


def test_no_line_is_forged_by_what_a_stranger_sends(served: Served) -> None:
    line = quote(f"x\n{FORGED}\n")
    served.asks("GET", f"/nowhere/{line}")
    served.asks("POST", f"/nowhere/{line}", User_Agent=FORGED, Referer=FORGED)
    served.asks("GET", "/", Host=f"x{quote(FORGED)}")
    served.posts("/account/login/", {"login": f"x@x.example\r\n{FORGED}", "password": f"\n{FORGED}"})
    for raw in (
        f"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\n{FORGED}\r\n\r\n",
        f"GET /a\u2028{FORGED} HTTP/1.1\r\n\r\n",
        f"{FORGED}\r\n\r\n",
    ):
        with socket.create_connection(("localhost", served.port), 20) as plain:
            plain.sendall(raw.encode())
            plain.recv(4096)

    assert not [line for line in served.log.splitlines() if line.startswith(FORGED[:40])]
