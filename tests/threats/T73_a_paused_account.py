"""Whoever is paused *cannot* open a file, search, work or let a program do so: sessions, sockets and tokens end at once, a new sign-in leads to the reason and the question alone, and no role counts in SQL; nobody pauses or lifts themselves, and an administrator does not lift."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
import requests
from django.test import Client
from websockets.exceptions import ConnectionClosed

from paravent.access.terms import BrakeKind, Role
from paravent.vigilance import operations
from paravent.vigilance.tests.cast import REMARK, a_case_about, entry_of
from tests.threats.cast import Colleague, Practice, hired, speak_as
from tests.threats.letting import App, Person, approved, opens
from tests.threats.served import Served


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@dataclass
class Watched:
    """Somebody whom a case is about."""

    who: Colleague
    case: UUID


@pytest.fixture
def nils(practice: Practice) -> Iterator[Watched]:
    who = hired("Nils", Role.CLINICIAN, Role.ADMINISTRATOR)
    watched = Watched(who, a_case_about(who.actor, practice.held.patient_id))
    yield watched
    with practice.as_superuser() as superuser:
        superuser.execute("DELETE FROM people_brake WHERE person_id = %s", [who.person])
        superuser.execute("UPDATE people_staff SET is_active = false, email = email || id WHERE id = %s", [who.person])


def paused(practice: Practice, watched: Watched) -> None:
    page = f"/vigilance/cases/{watched.case}/brake/"
    assert practice.gul.browser.post(page, {"brake": "pause"}).status_code == 302


def signed_in(who: Colleague) -> Client:
    browser = Client()
    assert who.passkey.sign_in(browser).status_code == 302
    return browser


def test_sessions_end_and_a_new_one_leads_to_the_reason_alone(practice: Practice, nils: Watched) -> None:
    operations.ask_person(practice.gul.actor, nils.case, entry_of(nils.case))
    assert nils.who.browser.get("/today/").status_code == 200

    paused(practice, nils)

    assert nils.who.browser.get("/today/")["Location"] == "/account/login/?next=/today/"
    anew = signed_in(nils.who)
    assert anew.get("/")["Location"] == "/vigilance/mine/"
    page = anew.get("/vigilance/mine/").content.decode()
    assert "Your account is paused" in page
    assert "Put on by Gül" in page
    question = page.split("/vigilance/questions/")[1].split("/")[0]
    assert anew.post(f"/vigilance/questions/{question}/", {"answer": "mistake"}).status_code == 302
    for closed in (
        "/today/",
        "/files/",
        f"/files/{practice.held.patient_id}/",
        "/staff/",
        "/vigilance/",
    ):
        assert anew.get(closed).get("Location") == "/vigilance/mine/", closed
    assert anew.post("/files/", {"q": "Quillvanter"})["Location"] == "/vigilance/mine/"
    # The form for booking stands by itself: there is nobody in it to choose, and nobody is found.
    assert "Nils" not in anew.get("/visits/book/").content.decode().partition("<main")[2]
    assert anew.post("/visits/find-patient/", {"q": "Quillvanter"})["Location"] == "/vigilance/mine/"


def test_a_new_sign_in_link_shows_nobody_else_the_question(practice: Practice, nils: Watched) -> None:
    paused(practice, nils)
    link = practice.max.browser.post(f"/staff/{nils.who.person}/renew/").context["link"]

    other = Client()
    other.post("/account/enrol/", {"secret": link.partition("#")[2]})

    assert other.get("/vigilance/mine/")["Location"] == "/account/login/"


def test_a_programs_token_opens_nothing_more(practice: Practice, served: Served, nils: Watched) -> None:
    app = App(served, approved(practice, "user/*.rs"), "user/*.rs offline_access")
    told = app.let_in_by(Person(served, nils.who))
    assert opens(served, told["access_token"]) == 200

    paused(practice, nils)

    assert opens(served, told["access_token"]) == 401
    assert app.refreshes(told["refresh_token"])[1]["error"] == "invalid_grant"


def test_an_open_socket_closes(practice: Practice, served: Served, nils: Watched) -> None:
    with served.hears("/ws/day/", f"paravent-session={nils.who.session}") as socket:
        # Through the running server: its sockets hear what its own operations did.
        page = f"/vigilance/cases/{nils.case}/brake/"
        assert served.posts(page, {"brake": "pause"}, f"paravent-session={practice.gul.session}") == 302

        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=20)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401
    again = requests.get(
        f"{served.base_url}/today/",
        headers={"Cookie": f"paravent-session={nils.who.session}"},
        allow_redirects=False,
        timeout=20,
    )
    assert again.headers["Location"] == "/account/login/?next=/today/"


def test_in_sql_no_role_counts(practice: Practice, nils: Watched) -> None:
    roles = "SELECT paravent_has_role('clinician'), paravent_manages_staff(), cardinality(paravent_cared_for())"
    with practice.as_app() as app:
        speak_as(app, nils.who.person)
        assert app.execute(roles).fetchone() == (True, True, 0)

    paused(practice, nils)

    with practice.as_app() as app:
        speak_as(app, nils.who.person)
        assert app.execute(roles).fetchone() == (False, False, 0)
        assert app.execute("SELECT count(*) FROM people_patient").fetchone() == (0,)


def test_nobody_lifts_themselves_and_no_administrator_does(practice: Practice, nils: Watched) -> None:
    paused(practice, nils)
    lift = "UPDATE people_brake SET lifted_by = %s, lifted_at = now() WHERE person_id = %s"
    (brake,) = [one for one in operations.see_case(practice.gul.actor, nils.case).brakes if one.is_on]
    address, why = f"/vigilance/brakes/{brake.brake_id}/lift/", {"remark": REMARK}

    assert signed_in(nils.who).post(address, why)["Location"] == "/vigilance/mine/"
    assert practice.max.browser.post(address, why).status_code == 403
    for somebody in (nils.who, practice.max, practice.bea):
        with practice.as_app() as app:
            speak_as(app, somebody.person)
            assert app.execute(lift, [somebody.person, nils.who.person]).rowcount == 0
    with practice.as_app() as app:
        speak_as(app, practice.gul.person)
        with pytest.raises(Exception, match="row-level security"):
            app.execute(
                "INSERT INTO people_brake (id, person_id, kind, because, case_id, put_by, ends_at)"
                " VALUES (gen_random_uuid(), %(me)s, 'pause', 'by-hand', gen_random_uuid(), %(me)s, now() + interval '1 day')",
                {"me": practice.gul.person},
            )

    assert practice.gul.browser.post(address, why).status_code == 302
    assert signed_in(nils.who).get("/today/").status_code == 200


def test_the_only_officer_is_not_paused_by_sql_either(practice: Practice) -> None:
    put = (
        "INSERT INTO people_brake (id, person_id, kind, because, case_id, put_by, ends_at)"
        " VALUES (gen_random_uuid(), %s, 'pause', 'by-hand', gen_random_uuid(), %s, now() + interval '1 day')"
    )
    with practice.as_app() as app:
        speak_as(app, practice.max.person)
        with pytest.raises(Exception, match="row-level security"):
            app.execute(put, [practice.gul.person, practice.max.person])


def test_of_brakes_the_pauses_alone_are_read_before_anybody_has_spoken(practice: Practice, nils: Watched) -> None:
    operations.put_brake(practice.gul.actor, nils.case, BrakeKind.STEP_UP)
    mine = "SELECT kind FROM people_brake WHERE person_id = %s"
    with practice.as_app() as app:
        assert app.execute(mine, [nils.who.person]).fetchall() == []
        speak_as(app, practice.bea.person)
        assert app.execute(mine, [nils.who.person]).fetchall() == []
        speak_as(app, practice.gul.person)
        assert app.execute(mine, [nils.who.person]).fetchall() == [("step-up",)]
