"""What is ours in a file is called by the reader's word."""

from datetime import UTC, datetime
from uuid import uuid4

from django.utils import translation

from paravent.fhir import making
from paravent.records.words import visit_in_words
from paravent.web.cli.preparing import compile_words


def test_our_own_visits_are_called_by_the_readers_word_and_others_by_the_files() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    ours = making.encounter(encounter_id=uuid4(), patient_id=uuid4(), clinician_id=uuid4(), starts_at=at, ends_at=at)

    compile_words()
    with translation.override("de"):
        assert visit_in_words(ours["type"][0]["text"]) == "Videosprechstunde"
        assert visit_in_words("Encounter for check up") == "Encounter for check up"
