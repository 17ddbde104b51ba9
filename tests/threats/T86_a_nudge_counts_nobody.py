"""Whoever holds the database and the log *cannot* learn from the counts who was nudged: a count adds no line to the log, holds no person, no patient, no visit and no time finer than a week, and takes no word that a page might send along."""

import psycopg
import pytest

from paravent.access.terms import Role
from paravent.detours.models import Count
from paravent.ledger.models import Entry
from paravent.people.tests.cast import a_browser_of, somebody
from paravent.web import cluster as embedded

COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'detours_count' ORDER BY column_name
"""


def test_a_count_is_all_that_is_left(db: None) -> None:
    bea = somebody("Bea", Role.CLINICIAN)
    browser, before = a_browser_of(bea), Entry.objects.count()

    sent = {"app": "whatsapp", "heed": "sent", "text": "call me on WhatsApp", "person": str(bea.person), "visit": "7"}
    assert browser.post("/detours/count/", sent).status_code == 204

    assert Entry.objects.count() == before
    row = Count.objects.values().get()
    assert row.keys() == {"id", "week", "kind", "app", "what", "times"}
    assert (row["kind"], row["app"], row["what"], row["times"]) == ("nudge", "whatsapp", "sent", 1)
    assert row["week"].weekday() == 0, "the Monday of the week, whenever it was"


@pytest.mark.usefixtures("django_db_setup")
def test_the_table_has_no_column_for_more(cluster: embedded.Cluster) -> None:
    with psycopg.connect(cluster.url(embedded.OWNER)) as connection:
        columns = dict(connection.execute(COLUMNS).fetchall())

    assert columns == {
        "id": "bigint",
        "week": "date",
        "kind": "character varying",
        "app": "character varying",
        "what": "character varying",
        "times": "integer",
    }


@pytest.mark.parametrize("wrong", [{"app": "Ali Demir", "heed": "sent"}, {"app": "zoom", "heed": "Bea did"}])
def test_no_other_word_gets_into_it(db: None, wrong: dict[str, str]) -> None:
    browser = a_browser_of(somebody("Bea", Role.CLINICIAN))

    assert browser.post("/detours/count/", wrong).status_code == 422
    assert not Count.objects.exists()
