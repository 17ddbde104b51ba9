"""What our states mean over HTTP: each of them has an answer, or is caught by name before it gets there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.utils import OperationalError
from django.test import Client, RequestFactory
from psycopg.errors import QueryCanceled

from paravent.access.terms import ANONYMOUS, INSTALLATION, Refused, Unasked
from paravent.interop import answers as fhir_answers
from paravent.learning.terms import ENDS
from paravent.web import answers
from paravent.web.cli.complaints import SAID_BY_TYPE, in_words
from paravent.web.words import REASONS
from tests.architecture.source import parsed, program

PACKAGE = Path(__file__).parents[2]
# Nothing leads there but mistakes of ours.
MISTAKES = {"Unasked", "ConsentMissing", "NotForgettable"}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    return ((path, parsed(path)) for path in program())


def states() -> set[str]:
    """Return every exception that the words of a package define."""
    return {
        node.name
        for path, tree in trees()
        if path.name == "terms.py"
        for node in tree.body
        if isinstance(node, ast.ClassDef) and any(getattr(kind, "id", "") == "Exception" for kind in node.bases)
    }


def caught() -> set[str]:
    """Return every exception that is caught somewhere, by its name or among those that end a round."""
    handlers = [node.type for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    names = [name for kind in handlers if kind for name in ast.walk(kind)]
    listed = {kind.__name__ for kind in ENDS} if any(getattr(name, "attr", "") == "ENDS" for name in names) else set()
    return listed | {getattr(name, "id", "") or getattr(name, "attr", "") for name in names}


def test_every_status_has_words_and_every_word_a_status() -> None:
    assert set(answers.STATUS) == set(answers.WORDS)


def test_every_state_of_ours_is_answered_or_caught_by_name() -> None:
    # To a page, to another program, to whoever typed a command.
    answered = {kind.__name__ for kind in [*answers.STATUS, *fhir_answers.ANSWERS, *SAID_BY_TYPE]}

    assert "SlotTaken" in states()
    assert sorted(states() - answered - caught() - MISTAKES) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", answers.STATUS)
def test_a_state_is_told_as_a_page_in_words(kind: type[Exception]) -> None:
    request = RequestFactory().get("/")
    request.actor = INSTALLATION  # type: ignore[attr-defined]

    page = answers.to(request, kind("not-your-visit"))

    assert page is not None
    assert page.status_code == answers.STATUS[kind]
    assert str(answers.WORDS[kind]) in page.content.decode()


@pytest.mark.django_db
def test_a_refusal_says_why_in_words() -> None:
    request = RequestFactory().get("/")
    request.actor = INSTALLATION  # type: ignore[attr-defined]

    page = answers.to(request, Refused("no-care-relation"))

    assert page is not None
    assert str(REASONS["no-care-relation"]) in page.content.decode()


def test_a_stranger_who_is_refused_is_sent_to_sign_in() -> None:
    request = RequestFactory().get("/today/")
    request.actor, request.user, request.htmx = ANONYMOUS, AnonymousUser(), False  # type: ignore[attr-defined]

    page = answers.to(request, Refused("not-your-day"))

    assert page is not None
    assert (page.status_code, page.headers["Location"]) == (302, "/account/login/?next=/today/")


@pytest.mark.parametrize(
    ("came_from", "page"),
    [
        ("http://testserver/visits/book/?on=2026-11-30", "/visits/book/?on=2026-11-30"),
        ("https://elsewhere.example/visits/book/", "/"),
        ("http://testserver//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_who_sent_a_form_comes_back_to_a_page_of_ours_or_to_the_front_door(came_from: str, page: str) -> None:
    request = RequestFactory().post("/visits/1/end/", headers={"Referer": came_from})
    request.htmx = False  # type: ignore[attr-defined]

    assert answers.page_of(request) == page


def test_a_kind_of_missing_row_is_answered_as_missing() -> None:
    class NoSuchVisit(ObjectDoesNotExist):
        """Stands for any model's DoesNotExist."""

    request = RequestFactory().get("/")
    request.actor = INSTALLATION  # type: ignore[attr-defined]

    page = answers.to(request, NoSuchVisit())

    assert page is not None
    assert page.status_code == 404


@pytest.mark.parametrize("error", [Unasked("visit.book"), ValueError("Ali Demir"), RuntimeError()])
def test_what_is_no_state_of_ours_is_left_to_django(error: Exception) -> None:
    request = RequestFactory().get("/")
    request.actor = INSTALLATION  # type: ignore[attr-defined]

    assert answers.to(request, error) is None


def test_a_question_that_took_too_long_is_told_from_a_server_that_is_not_there() -> None:
    late, gone = OperationalError(), OperationalError()
    late.__cause__ = QueryCanceled()

    assert "longer than a minute" in str(in_words(late))
    assert "cannot be reached" in str(in_words(gone))


@pytest.mark.django_db
def test_whoever_opens_where_a_form_is_sent_to_reads_a_page_and_a_program_the_status() -> None:
    person = Client().get("/visits/find-patient/", headers={"Accept": "text/html,*/*"})
    other = Client().get("/visits/find-patient/", headers={"Accept": "application/json"})

    assert (person.status_code, other.status_code) == (405, 405)
    assert "There is nothing at this address." in person.content.decode()
    assert other.content == b""
