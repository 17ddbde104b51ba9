"""The register of terms: complete, in both languages, driven by what really deletes, and readable."""

import re
from datetime import timedelta
from importlib import import_module
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from paravent.access.terms import INSTALLATION, Refused, Role
from paravent.drills.models import Drill
from paravent.drills.operations import forget_old_drills
from paravent.drills.tests.cast import a_drill
from paravent.kernel import clock, retention
from paravent.papers.paper import paper, pdf
from paravent.papers.terms import Name
from paravent.papers.words import LANGUAGES, how_long, words_of
from paravent.people.tests.cast import at, somebody
from paravent.vigilance.terms import KEPT
from paravent.visits.terms import KEEP_CONNECTIONS, SUMMARY_FOR
from paravent.web import settings
from tests.architecture.source import ROOT, names_in, parsed


def missing_terms(tables: set[str]) -> set[str]:
    return tables - {table for term in retention.REGISTER for table in term.tables}


@pytest.mark.django_db
def test_every_table_has_a_term() -> None:
    tables = set(connection.introspection.table_names())
    assert len(tables) > 50
    assert missing_terms(tables) == set()
    assert {table for term in retention.REGISTER for table in term.tables} - tables == set()
    assert missing_terms({*tables, "visits_diary"}) == {"visits_diary"}


@pytest.mark.parametrize("term", retention.REGISTER, ids=lambda term: term.name)
def test_what_deletes_is_there(term: retention.Term) -> None:
    if term.deleted_by:
        module, _, name = term.deleted_by.rpartition(".")
        assert callable(getattr(import_module(module), name))
    else:
        assert not term.most, "whatever goes by the clock goes by something"


def test_the_installation_does_what_the_register_promises() -> None:
    """What goes by the clock and by nobody's act is called every six hours."""
    called = names_in(parsed(ROOT / "paravent" / "web" / "lifespan.py"))
    due = {term.deleted_by.rpartition(".")[2] for term in retention.REGISTER if ".operations.forget" in term.deleted_by}
    assert len(due) > 4
    assert due - called == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_told_in_each_language(language: str) -> None:
    words = words_of("terms")
    assert set(words) == set(retention.BY_NAME)
    for name, parts in words.items():
        assert set(parts) == {"what", "why", "goes", "basis"}, name
        assert all(text.said(language).strip() for text in parts.values()), name


def test_packages_take_their_terms_from_the_register() -> None:
    assert KEEP_CONNECTIONS is retention.CONNECTIONS
    assert SUMMARY_FOR is retention.SUMMARY
    assert max(KEPT.values()) == retention.CASE_BREACH
    assert retention.SESSION.total_seconds() == settings.SESSION_COOKIE_AGE


@pytest.mark.parametrize(
    ("most", "least", "english", "german"),
    [
        (timedelta(0), None, "not at all", "gar nicht"),
        (timedelta(hours=12), None, "at most 12 hours", "höchstens 12 Stunden"),
        (timedelta(days=1), None, "at most 24 hours", "höchstens 24 Stunden"),
        (retention.CONNECTIONS, None, "at most 90 days", "höchstens 90 Tage"),
        (None, retention.ACCESS_LOG_LEAST, "at least 3 years", "mindestens 3 Jahre"),
        (timedelta(days=365), None, "at most 1 year", "höchstens 1 Jahr"),
        (
            retention.log_kept(10),
            retention.ACCESS_LOG_LEAST,
            "10 years, and never less than 3 years",
            "10 Jahre, nie weniger als 3 Jahre",
        ),
        (None, None, "no fixed time", "keine feste Zeit"),
    ],
)
def test_a_term_in_words(most: timedelta | None, least: timedelta | None, english: str, german: str) -> None:
    assert (how_long(most, least, "en"), how_long(most, least, "de")) == (english, german)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_register_is_set_on_paper_with_every_term(language: str) -> None:
    made = PdfReader(BytesIO(pdf(paper(Name.TERMS, language))))
    text = _run_together("".join(page.extract_text() for page in made.pages))
    missing = [
        name for name, parts in words_of("terms").items() if _run_together(parts["why"].said(language)) not in text
    ]
    assert missing == []


def _run_together(text: str) -> str:
    """Return a text without what setting it on paper changes: breaks, and hyphens at the end of lines."""
    return re.sub(r"[\s\u00ad-]", "", text)


@pytest.mark.django_db
def test_everybody_reads_it_without_signing_in(client: Client) -> None:
    said = client.get("/how-long/")
    assert said.status_code == 200
    assert "at most 90 days" in said.content.decode()
    on_paper = client.get("/how-long/de.pdf")
    assert on_paper["Content-Type"] == "application/pdf"
    assert client.get("/how-long/fr.pdf").status_code == 404


@pytest.mark.django_db
def test_drills_go_with_their_term_and_nobody_hurries_it() -> None:
    bea, cem = somebody("Bea", Role.CLINICIAN), somebody("Cem", Role.CLINICIAN)
    with at(clock.now() - retention.DRILLS - timedelta(hours=1)):
        a_drill(bea)
    recent = a_drill(cem)

    with pytest.raises(Refused, match="not-your-work"):
        forget_old_drills(bea)
    assert forget_old_drills(INSTALLATION) == 1

    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'HOPERAT')", [INSTALLATION.person])
    assert set(Drill.objects.values_list("id", flat=True)) == {recent}
    assert Drill.objects.all().delete()[0] == 0, "nothing younger goes, whoever forgets to ask"
