"""The words of consent: in versions that never change, the newest in the patient's language."""

import hashlib

import pytest
from django.db import DatabaseError, IntegrityError, connection

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.consent import steps
from paravent.consent.models import Consent, Text
from paravent.consent.queries import choice_for_visit, wording
from paravent.consent.terms import Topic
from paravent.consent.tests.cast import ALI, VIDEO, VISIT, a_new_version, agreed
from paravent.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_language_has_its_words_and_their_digest(language: str) -> None:
    words = wording(VIDEO, language)

    assert (words.topic, words.version, words.language) == (VIDEO, 1, language)
    assert words.digest == hashlib.sha256(words.body.encode()).hexdigest()


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_words(topic: Topic) -> None:
    assert wording(topic, "en").body


@pytest.mark.parametrize("language", ["fr", "", "EN", "de-AT"])
def test_where_a_language_has_no_words_the_english_ones_are_shown_and_kept_as_such(language: str) -> None:
    assert wording(VIDEO, language) == wording(VIDEO, "en")


def test_the_newest_words_are_shown() -> None:
    a_new_version(2, "en", "New words.")
    a_new_version(10, "en", "The newest words.")

    assert (wording(VIDEO, "en").version, wording(VIDEO, "en").body) == (10, "The newest words.")


def test_a_language_that_has_not_caught_up_keeps_its_own_words() -> None:
    a_new_version(2, "en", "New words.")

    assert (wording(VIDEO, "de").version, wording(VIDEO, "de").language) == (1, "de")


def test_a_version_has_one_text_a_language() -> None:
    with pytest.raises(IntegrityError, match="a_version_has_one_text_a_language"):
        a_new_version(1, "en", "Other words under the same number.")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE consent_text SET body = 'anything'", "DELETE FROM consent_text", "DELETE FROM consent_consent"],
)
def test_words_and_choices_are_only_added(statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_choice_keeps_which_words_it_answered() -> None:
    agreed("de")
    a_new_version(2, "de", "Neue Worte.")

    choice = choice_for_visit(VIDEO, VISIT)

    assert choice is not None
    assert (choice.version, choice.language, choice.is_live) == (1, "de", True)
    assert Consent.objects.get().text_digest == Text.objects.get(topic=VIDEO, version=1, language="de").digest


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
