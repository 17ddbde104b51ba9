"""Nobody but whoever did a drill *can* see what they did in it: no manager, administrator or data-protection officer, by page, by SQL in the serving role, or in the log; of teams, the database keeps nothing below five people."""

import psycopg
import pytest

from paravent.drills.tests.cast import a_drill
from tests.threats.cast import Practice, speak_as

SECRETS = ("marta", "unsafe", "s13-two-of-one-name")


@pytest.fixture(autouse=True)
def _nothing_done(practice: Practice) -> None:
    # T06 leaves a row in every table, and a page of the day that another test looked at may have offered one.
    with practice.as_superuser() as superuser:
        superuser.execute("DELETE FROM drills_drill")


def test_no_page_shows_it_to_anybody_else(practice: Practice) -> None:
    drill = a_drill(practice.cem.actor, act="marta")

    assert practice.cem.browser.get(f"/today/{drill}/").status_code == 200
    for other in (practice.bea, practice.dua, practice.fen, practice.gul, practice.max):
        assert other.browser.get(f"/today/{drill}/").status_code == 404
        assert other.browser.post(f"/today/{drill}/", {"act": "manfred"}).status_code == 404
        assert "M. Weber" not in other.browser.get("/drills/").content.decode()


def test_the_database_shows_and_gives_it_to_nobody_else(practice: Practice) -> None:
    a_drill(practice.cem.actor, act="marta")
    with practice.as_app() as app:
        for other in (practice.bea, practice.dua, practice.fen, practice.gul, practice.max):
            speak_as(app, other.person, purpose="HOPERAT")
            assert app.execute("SELECT count(*) FROM drills_drill").fetchone() == (0,)
            assert app.execute("UPDATE drills_drill SET decided_at = now()").rowcount == 0
            assert app.execute("DELETE FROM drills_drill").rowcount == 0
            app.commit()
        speak_as(app, practice.cem.person, purpose="HOPERAT")
        assert app.execute("SELECT count(*) FROM drills_drill").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE drills_drill SET person_id = gen_random_uuid()")


def test_neither_log_nor_a_stolen_database_says_how_it_went(practice: Practice) -> None:
    a_drill(practice.cem.actor, act="marta")

    assert all(facts == {} for *_, facts in practice.log("drill.decide"))
    with practice.as_superuser() as superuser:
        (row,) = superuser.execute("SELECT sealed_outcome FROM drills_drill").fetchall()
        assert not any(word.encode() in bytes(row[0]) for word in SECRETS)


def test_no_team_below_five_is_kept(practice: Practice) -> None:
    with practice.as_superuser() as superuser, pytest.raises(psycopg.errors.CheckViolation):
        superuser.execute(
            "INSERT INTO drills_teamquarter VALUES (gen_random_uuid(), gen_random_uuid(), '2026-01-01', 4, 8, 6)"
        )


def test_whoever_takes_something_out_takes_their_own(practice: Practice) -> None:
    a_drill(practice.cem.actor, act="marta")

    assert len(practice.cem.browser.post("/drills/statements/").json()) == 1
    for other in (practice.bea, practice.dua, practice.gul, practice.max):
        asked = {"person": str(practice.cem.person), "topic": "recipients"}
        assert other.browser.post("/drills/statements/", asked).json() == []
    assert all(facts == {} for *_, facts in practice.log("drill.take-own"))
