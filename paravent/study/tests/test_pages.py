"""The survey's pages, as a browser without scripts gets them; its PDF and its CSV."""

import csv
import re
from io import StringIO

import pytest

from paravent.access.terms import Actor, Role
from paravent.people.tests.cast import a_browser_of, somebody
from paravent.study import operations, paper
from paravent.study.terms import Question, Reply
from paravent.study.tests.cast import HALF, a_closed_survey, a_crew

pytestmark = pytest.mark.django_db
YES = {question.value: Reply.YES.value for question in Question}


@pytest.fixture
def gul() -> Actor:
    return somebody("Gul", Role.DPO)


def test_opened_answered_stated_and_closed_on_pages(gul: Actor) -> None:
    (bea,) = a_crew(1)
    runs, answers = a_browser_of(gul), a_browser_of(bea)
    assert "No survey is open" in answers.get("/survey/").content.decode()
    page = runs.post("/survey/open/", follow=True).content.decode()
    assert "fewer than five have answered" in page
    assert runs.post("/survey/open/").status_code == 409

    form = answers.get("/survey/").content.decode()
    address = re.search(r'action="(/survey/[0-9a-f-]{36}/answer/)"', form)
    assert address
    assert answers.post(address[1], {**YES, "apps": ""}).status_code == 422
    assert "nobody can tell which are yours" in answers.post(address[1], YES, follow=True).content.decode()
    assert answers.post(address[1], YES).status_code == 409
    assert "You have answered" in answers.get("/survey/").content.decode()

    assert runs.post("/survey/practice/", {}).status_code == 422
    assert "checked" in runs.post("/survey/practice/", YES, follow=True).content.decode()
    told = runs.post("/survey/close/", follow=True).content.decode()
    assert "Fewer than five of 1 answered" in told
    assert "Better than 24 %?" in told
    assert told.count("<strong>not told</strong>") == len(Question)


def test_the_table_says_what_the_picture_shows(gul: Actor) -> None:
    wave = a_closed_survey(gul, [HALF[0]] * 8 + [HALF[1]] * 12)
    page = a_browser_of(gul).get(f"/survey/{wave}/").content.decode()

    assert "40.0 % (21.9 to 61.3 %, 20 answers)" in page
    assert "36 % (27.5 to 46.4 %, about 96 providers)" in page
    assert "No difference can be shown: \N{MINUS SIGN}17.1 to +26.7 points" in page
    assert 'x="40.0"' in page
    assert "style=" not in page


def test_on_paper_and_as_a_table(gul: Actor) -> None:
    wave = a_closed_survey(gul, [HALF[0]] * 8 + [HALF[1]] * 12)
    browser = a_browser_of(gul)
    pdf, table = browser.get(f"/survey/{wave}/pdf/"), browser.get(f"/survey/{wave}/csv/")

    assert pdf.content.startswith(b"%PDF-")
    rows = list(csv.DictReader(StringIO(table.content.decode("utf-8-sig"))))
    apps = next(row for row in rows if row["question"] == "apps")
    assert (apps["own_yes"], apps["own_answers"], apps["study_yes"], apps["study_providers"]) == ("8", "20", "35", "96")
    assert (apps["difference_low"], apps["difference_high"], apps["verdict"]) == ("-17.1", "26.7", "no-difference")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_begins_a_formula(text: str) -> None:
    assert paper.safe(text) == f"'{text}"
    assert paper.safe("Most know") == "Most know"


def test_strangers_and_those_who_are_not_asked(gul: Actor) -> None:
    wave = operations.open_survey(gul)
    assert a_browser_of(gul).post(f"/survey/{wave}/answer/", YES).status_code == 403
    assert a_browser_of(somebody("Eve", Role.CLINICIAN)).post("/survey/close/").status_code == 403
