"""A drill *cannot* reach a real person, file or message: no column of its tables leads to one, its pages name nobody of the practice, and no button in it changes anything but the drill and the log."""

import pytest

from paravent.drills.operations import forget_own_practice
from paravent.drills.tests.cast import a_drill
from paravent.exercise.reading import scenarios
from tests.threats.cast import WORDS, Practice

COLUMNS = """
SELECT table_name || '.' || column_name FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name LIKE 'drills\\_%' AND data_type NOT IN
   ('timestamp with time zone', 'date', 'smallint', 'integer', 'bytea')
"""
LINKS = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text LIKE 'drills\\_%'"
OTHERS = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
   AND relname NOT LIKE 'drills\\_%' AND relname NOT LIKE 'ledger\\_%' AND relname NOT IN ('people_session', 'vigilance_case')
"""
"""All but what also moves by itself: a server that another test started judges the log meanwhile, and a case may grow."""


@pytest.fixture(autouse=True)
def _nothing_done(practice: Practice) -> None:
    # A page of the day that another test looked at may have offered one.
    with practice.as_superuser() as superuser:
        superuser.execute("DELETE FROM drills_drill")


def everything_else(practice: Practice) -> dict[str, str]:
    """Return what every other table holds, as a digest."""
    with practice.as_superuser() as superuser:
        tables = [name for (name,) in superuser.execute(OTHERS)]
        digest = "SELECT md5(coalesce(string_agg(row::text, '|' ORDER BY row::text), '')) FROM {} AS row"
        return {table: str(superuser.execute(digest.format(table)).fetchone()) for table in tables}


def test_no_column_leads_to_anybody_but_the_learner(practice: Practice) -> None:
    with practice.as_superuser() as superuser:
        assert {name for (name,) in superuser.execute(COLUMNS)} == {
            "drills_drill.id",
            "drills_drill.person_id",
            "drills_drill.scenario",
            "drills_teamquarter.id",
            "drills_teamquarter.team_id",
        }
        assert superuser.execute(LINKS).fetchone() == (0,)


def test_whatever_is_pressed_changes_nothing_else_and_names_nobody(practice: Practice) -> None:
    before, pages, pressed = everything_else(practice), "", 0
    for scenario in scenarios().values():
        for act in [choice.id for choice in scenario.acts]:
            drill = a_drill(practice.cem.actor, scenario.id)
            pages += practice.cem.browser.get(f"/today/{drill}/").content.decode()
            told = practice.cem.browser.post(f"/today/{drill}/", {"act": act, "text": WORDS["reason"]}, follow=True)
            assert told.status_code == 200
            pressed += 1
            forget_own_practice(practice.cem.actor)
    drill = a_drill(practice.cem.actor, "d01-laboratory-sign-in")
    said = {"text": f"Odd, says {WORDS['guest']}", "noticed": "just-now"}
    practice.cem.browser.post(f"/today/{drill}/report/", said)

    assert pressed > 80
    assert everything_else(practice) == before
    assert not any(word in pages for word in WORDS.values())


def test_a_drill_of_a_patient_cannot_be_written(practice: Practice) -> None:
    """The one text column takes the name of a scenario, and nothing like a name or a sentence."""
    import psycopg
    import pytest

    with practice.as_superuser() as superuser, pytest.raises(psycopg.errors.CheckViolation):
        superuser.execute(
            "INSERT INTO drills_drill (id, person_id, scenario, offered_at) VALUES"
            " (gen_random_uuid(), gen_random_uuid(), 'Ali Demir has epilepsy', now())"
        )
