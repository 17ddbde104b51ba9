"""New words come with a migration: each in a database of its own, because the role that serves adds none."""

import psycopg
import pytest
from django.db import transaction

from paravent.consent.models import Consent, Text
from paravent.consent.queries import choice_for_visit, wording
from paravent.consent.tests.cast import VIDEO, VISIT, a_new_version, agreed
from paravent.ledger.tests.logs import speak_as_the_system


def test_the_newest_words_are_shown(fresh_database: str) -> None:
    a_new_version(2, "en", "New words.")
    a_new_version(10, "en", "The newest words.")

    assert (wording(VIDEO, "en").version, wording(VIDEO, "en").body) == (10, "The newest words.")


def test_a_language_that_has_not_caught_up_keeps_its_own_words(fresh_database: str) -> None:
    a_new_version(2, "en", "New words.")

    assert (wording(VIDEO, "de").version, wording(VIDEO, "de").language) == (1, "de")


def test_a_version_has_one_text_a_language(fresh_database: str) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation, match="a_version_has_one_text_a_language"):
        a_new_version(1, "en", "Other words under the same number.")


def test_a_choice_keeps_which_words_it_answered(fresh_database: str) -> None:
    agreed("de")
    a_new_version(2, "de", "Neue Worte.")

    with transaction.atomic():
        speak_as_the_system()
        choice, row = choice_for_visit(VIDEO, VISIT), Consent.objects.get()

    assert choice is not None
    assert (choice.version, choice.language, choice.is_live) == (1, "de", True)
    assert row.text_digest == Text.objects.get(topic=VIDEO, version=1, language="de").digest
