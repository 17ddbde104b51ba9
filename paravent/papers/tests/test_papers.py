"""The papers are kept in step with code and threat model, in both languages, for those who answer for them."""

import re
from io import BytesIO

import pytest
from django.test import override_settings
from pypdf import PdfReader

from paravent.access.purposes import EVERYBODY, TABLE, read
from paravent.access.terms import Actor, Refused, Role
from paravent.kernel.ids import NOBODY
from paravent.kernel.retention import REGISTER
from paravent.kernel.said import Said
from paravent.papers import policy, queries
from paravent.papers.operations import draw_paper
from paravent.papers.paper import documents, paper
from paravent.papers.terms import Name
from paravent.papers.words import LANGUAGES, claims_in_german, words_of
from paravent.people.tests.cast import a_browser_of, the_log_says
from tests.architecture.source import ROOT

LISTED = read(TABLE)
"""Without what tests and measurements rehearse."""

TRIED = {path.name.partition("_")[0] for path in (ROOT / "tests" / "threats").glob("T[0-9]*_*.py")}


def cells(name: Name, language: str = "en") -> list[str]:
    tables = [section.table for section in paper(name, language).sections if section.table]
    return [cell for table in tables for row in table.rows for cell in row]


def test_every_purpose_and_role_has_a_line_in_the_record() -> None:
    words = words_of("record")
    assert set(words["purposes"]) == {purpose.value for cells in LISTED.values() for purpose in cells}
    assert set(words["roles"]) >= {role for cells in LISTED.values() for roles in cells.values() for role in roles}
    assert set(words["roles"]) == {*(role.value for role in Role), EVERYBODY}


@pytest.mark.django_db
def test_the_record_names_every_act_and_every_table() -> None:
    said = " ".join(cells(Name.RECORD))
    acts = {
        (subject, verb)
        for subject, verbs in re.findall(r"([a-z-]+): ([a-z, -]+)(?=;| |$)", said)
        for verb in verbs.split(", ")
    }
    assert {act for act in LISTED if tuple(act.split(".")) not in acts} == set()
    assert {table for term in REGISTER for table in term.tables if table not in said} == set()


def test_every_test_that_a_measure_names_is_there() -> None:
    named = {number for group in words_of("measures")["groups"] for one in group["measures"] for number in one["tests"]}
    assert len(named) > 40
    assert named - TRIED == set()


def test_the_assessment_holds_every_claim_with_its_test() -> None:
    found = queries.claims()
    assert {claim.number for claim in found if claim.number} == TRIED
    assert [claim for claim in found if claim.number and not (ROOT / claim.test).exists()] == []
    assert {claim.adversary for claim in found} == set(words_of("assessment")["adversaries"])
    remain = [claim.words for claim in found if not claim.number]
    assert len(remain) > 5
    assert any("court can have the practice hand over" in words.lower() for words in remain)


def test_every_claim_is_said_in_german_too() -> None:
    said = {claim.words for claim in queries.claims()}
    german = claims_in_german()

    assert said - set(german) == set(), (
        "new or changed in THREAT_MODEL.md: write them in words/claims.yaml, both languages"
    )
    assert set(german) - said == set(), "gone from THREAT_MODEL.md, or changed there"
    assert [text for english, text in german.items() if text == english or len(text) < len(english) / 2] == []
    told = [text for section in paper(Name.ASSESSMENT, "de").sections for text in section.paragraphs]
    printed = {*cells(Name.ASSESSMENT, "de"), *told}
    assert set(german.values()) - printed == set()
    assert said & printed == set()


def both(texts: object) -> list[str]:
    """Return what stands in a file of words and is missing in a language."""
    if isinstance(texts, Said):
        return [] if texts.en and texts.de else [str(texts)]
    if isinstance(texts, dict) and set(texts) & set(LANGUAGES):
        return [] if set(texts) == set(LANGUAGES) and all(texts.values()) else [str(texts)]
    inner = texts.values() if isinstance(texts, dict) else texts if isinstance(texts, list) else []
    return [missing for one in inner for missing in both(one)]


@pytest.mark.parametrize("name", ["frame", "terms", "record", "measures", "assessment", "claims", "processors"])
def test_everything_is_said_in_both_languages(name: str) -> None:
    assert both(words_of(name)) == []
    assert both({"en": "only"}) == ["{'en': 'only'}"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_them_are_set_on_paper(language: str) -> None:
    made = documents(language)
    assert [name for name, _ in made] == [f"{name.value}-{language}.pdf" for name in Name]
    for _, content in made:
        read = PdfReader(BytesIO(content))
        assert read.metadata is not None
        assert read.metadata.title
        assert len(re.sub(r"\s", "", read.pages[0].extract_text())) > 200


@pytest.mark.django_db
@override_settings(EMAIL_HOST="mail.practice.example", TURN_URLS=[])
def test_who_receives_something_is_said_as_it_is_set() -> None:
    for name in (Name.RECORD, Name.PROCESSORS):
        assert "mail.practice.example" in cells(name)
    assert "no" in cells(Name.MEASURES)


@pytest.mark.parametrize("role", list(Role))
def test_who_draws_papers_up(role: Role) -> None:
    actor = Actor(NOBODY, frozenset({role}))
    assert policy.may_draw(actor).allowed is (role in {Role.DPO, Role.ADMINISTRATOR})


@pytest.mark.django_db
def test_the_officer_reads_them_and_others_do_not(gul: Actor, bea: Actor) -> None:
    browser = a_browser_of(gul)
    assert "Record of processing activities" in browser.get("/papers/").content.decode()
    shown = browser.get("/papers/record-of-processing/").content.decode()
    assert "chart: open" in shown
    assert the_log_says("paper.draw", "done", "answers-for-it")
    assert browser.get("/papers/measures/de.pdf")["Content-Type"] == "application/pdf"
    assert browser.get("/papers/measures/fr.pdf").status_code == 404
    assert browser.get("/papers/nothing/").status_code == 404
    assert a_browser_of(bea).get("/papers/").status_code == 403
    with pytest.raises(Refused, match="only-who-answers-draws-papers"):
        draw_paper(bea, Name.RECORD)
