"""The words of consent: in versions that never change, the newest in the patient's language."""

import hashlib

import pytest
from django.db import DatabaseError, connection

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.consent import steps
from paravent.consent.models import Consent
from paravent.consent.queries import choice_for_visit, wording
from paravent.consent.terms import RESEARCH, Topic
from paravent.consent.tests.cast import ALI, VIDEO, VISIT, agreed
from paravent.kernel import clock

pytestmark = pytest.mark.django_db
AT_A_GLANCE = 150
"""Characters: three lines of a phone."""


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_language_has_its_words_and_their_digest(language: str) -> None:
    words = wording(VIDEO, language)

    assert (words.topic, words.version, words.language) == (VIDEO, 1, language)
    assert words.digest == hashlib.sha256(words.body.encode()).hexdigest()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("topic", RESEARCH)
def test_research_is_asked_for_in_a_sentence_and_says_the_rest_behind_it(topic: Topic, language: str) -> None:
    words = wording(topic, language)

    assert len(words.sentence) < AT_A_GLANCE < len(words.rest)
    assert f"{words.sentence}\n\n{words.rest}" == words.body
    for undone in {
        "en": ("voluntary", "delete", "cannot be taken back"),
        "de": ("freiwillig", "löschen", "nicht zurückholen"),
    }[language]:
        assert undone in words.rest


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_words(topic: Topic) -> None:
    assert wording(topic, "en").body


@pytest.mark.parametrize("language", ["fr", "", "EN", "de-AT"])
def test_where_a_language_has_no_words_the_english_ones_are_shown_and_kept_as_such(language: str) -> None:
    assert wording(VIDEO, language) == wording(VIDEO, "en")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO consent_text SELECT * FROM consent_text",
        "UPDATE consent_text SET body = 'anything'",
        "DELETE FROM consent_text",
        "DELETE FROM consent_consent",
    ],
)
def test_words_and_choices_are_only_added(statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_has_chosen_before_they_choose() -> None:
    assert choice_for_visit(VIDEO, VISIT) is None


def test_the_newest_choice_counts() -> None:
    agreed("en")
    agreed("de")

    choice = choice_for_visit(VIDEO, VISIT)

    assert choice is not None
    assert choice.language == "de"


def test_a_choice_belongs_to_its_visit() -> None:
    agreed("en")

    assert choice_for_visit(VIDEO, ALI) is None


def test_nothing_was_taken_back_before_it_was_given() -> None:
    agreed("en")

    with pytest.raises(DatabaseError, match=r"consents_are_withdrawn_after_they_are_given|row-level security"):
        Consent.objects.create(
            patient_id=ALI,
            visit_id=VISIT,
            topic=VIDEO,
            version=1,
            language="en",
            text_digest="",
            given_at=clock.now(),
            withdrawn_at=clock.now().replace(year=2000),
        )


def test_nobody_takes_back_for_the_patient() -> None:
    agreed("en")

    with operation("test.withdraw", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        assert steps.withdraw(op, VIDEO, VISIT) == 0

    choice = choice_for_visit(VIDEO, VISIT)
    assert choice is not None
    assert choice.is_live
