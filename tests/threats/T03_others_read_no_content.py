"""An administrator, a researcher and the data-protection officer *cannot* read what is in a file; the data-protection officer *can* see who opened which."""

import pytest

from tests.threats.cast import CLINICAL, WORDS, Practice, addresses, speak_as

OTHERS = ["fen", "gul", "max"]


@pytest.mark.parametrize("who", OTHERS)
def test_no_address_shows_them_content(practice: Practice, who: str) -> None:
    # Who was looked at is the data-protection officer's to know; what was seen is not.
    never = [*CLINICAL, "reason", "guest", "phone", "email", *(["name"] if who != "gul" else [])]
    for address in addresses(practice):
        said = practice.everybody[who].browser.get(address).content.decode(errors="replace")
        assert not [name for name in never if WORDS[name] in said], address


@pytest.mark.parametrize("who", OTHERS)
def test_sql_in_their_name_finds_no_content(practice: Practice, who: str) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.everybody[who].person)

        for table in ("visits_note", "visits_summary", "records_resource", "records_earlier", "records_blob"):
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        assert app.execute("SELECT count(*) FROM keys_patientkey WHERE scope = 'clinical'").fetchone() == (0,)


@pytest.mark.parametrize("who", ["fen", "max"])
def test_neither_the_administrator_nor_the_researcher_learns_who_is_a_patient(practice: Practice, who: str) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.everybody[who].person)

        for table in ("people_patient", "keys_patientkey", "visits_visit", "visits_party", "visits_invitation"):
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_the_officer_sees_who_opened_what(practice: Practice) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.gul.person)

        wanted = "SELECT DISTINCT actor_id FROM ledger_detail WHERE act = 'chart.open' AND outcome = 'done'"
        assert app.execute(wanted).fetchall() == [(practice.bea.person,)]
