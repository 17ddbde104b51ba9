"""Whoever deals with a patient's request *cannot* read the file by it: the data-protection officer who hands out a copy opens nothing, reception sees corrections alone, and a code that is guessed, used, replaced, over or meant for another patient opens nothing; whoever is given a good code *can* fetch that file once."""

import re
from io import BytesIO
from zipfile import ZipFile

from django.core.cache import cache
from django.test import Client

from paravent.kernel import clock
from paravent.rights.operations import enter_request
from paravent.rights.terms import Kind
from tests.threats.cast import CLINICAL, WORDS, Practice, speak_as

CODE = re.compile(r'class="code">([A-Z2-9-]+)<')


def asked(practice: Practice, kind: Kind = Kind.COPY) -> str:
    request = enter_request(practice.gul.actor, practice.held.patient_id, kind, "sealedquokka", clock.now())
    return f"/rights/{request}/"


def code_of(practice: Practice, page: str) -> str:
    said = practice.gul.browser.post(f"{page}hand-out/").content.decode()
    assert not [name for name in CLINICAL if WORDS[name] in said]
    found = CODE.search(said)
    assert found
    return found[1]


def fetched(code: str) -> tuple[int, bytes]:
    cache.clear()
    answer = Client().post("/rights/pick-up/", {"code": code})
    return answer.status_code, answer.content


def test_the_officer_gives_a_code_and_the_patient_gets_the_file_once(practice: Practice) -> None:
    page = asked(practice)
    first = code_of(practice, page)
    good = code_of(practice, page)

    assert fetched(first)[0] == 422, "replaced"
    assert fetched("A" * 20)[0] == 422, "guessed"
    status, content = fetched(good)
    assert status == 200
    with ZipFile(BytesIO(content)) as together:
        whole = together.read("file.json").decode()
        assert not [name for name in together.namelist() if any(word in name for word in WORDS.values())]
    assert WORDS["title"] in whole
    with practice.as_superuser() as superuser:
        superuser.execute("UPDATE rights_pickup SET ends_at = now() - interval '1 second'")
    assert fetched(good)[0] == 422, "used, an hour ago"
    assert fetched(good[:-1] + ("A" if good[-1] != "A" else "B"))[0] == 422


def test_neither_the_officer_nor_reception_finds_more_by_sql(practice: Practice) -> None:
    page = asked(practice)
    code_of(practice, page)
    with practice.as_app() as app:
        speak_as(app, practice.gul.person)
        assert app.execute("SELECT count(*) FROM records_resource").fetchone() == (0,)
        app.commit()
        speak_as(app, practice.dua.person)
        kinds = {kind for (kind,) in app.execute("SELECT kind FROM rights_request")}
        assert kinds <= {"correction"}
        assert app.execute("SELECT count(*) FROM rights_pickup").fetchone() == (0,)
        assert app.execute("DELETE FROM rights_request").rowcount == 0


def test_a_guess_is_slowed_down(practice: Practice) -> None:
    cache.clear()
    browser = Client()
    tried = [browser.post("/rights/pick-up/", {"code": "B" * 20}).status_code for _ in range(25)]
    assert tried[0] == 422
    assert tried[-1] == 429


def test_nobody_else_handles_requests(practice: Practice) -> None:
    page = asked(practice, Kind.ACCESS)
    for colleague in (practice.bea, practice.dua, practice.fen, practice.max):
        assert colleague.browser.get(page).status_code in {403, 404}
        assert colleague.browser.post(f"{page}hand-out/").status_code in {403, 404}
