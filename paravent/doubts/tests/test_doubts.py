"""A text in doubt waits for who cares for its patient, is decided once, kept without a word of it, and goes with a permission."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.terms import INSTALLATION, Actor, Refused
from paravent.consent.steps import give_beyond_care
from paravent.consent.terms import Topic
from paravent.deid.deidentifier import Found
from paravent.deid.doubting import Ruling, weighed
from paravent.deid.surrogates import Surrogates
from paravent.deid.terms import Label, Pass, Span
from paravent.doubts import operations, queries, steps
from paravent.doubts.models import Doubt
from paravent.doubts.terms import Act, Answer, Held, WordsNotThere
from paravent.doubts.tests.cast import (
    LETTER,
    a_letter,
    a_text_in_doubt,
    found_of,
    held,
    in_the_name_of_the_installation,
)
from paravent.kernel import clock
from paravent.kernel.retention import DOUBTS
from paravent.people.tests.cast import a_browser_of, at, newest_lines
from paravent.releases.tests.cast import take_back
from paravent.research.operations import end_study
from paravent.uses.tests.cast import a_study
from paravent.visits import words
from paravent.visits.operations import erase_patient, renew_patient_key

pytestmark = pytest.mark.django_db


def ruling_of(row: Doubt) -> Ruling | None:
    """Return what the next release is told about the letter."""
    told: list[Any] = []
    in_the_name_of_the_installation(lambda _op: told.append(queries.decided_about(row.patient_id)(LETTER)))
    return told[0]  # type: ignore[no-any-return]


def place(word: str) -> tuple[int, int]:
    return LETTER.index(word), LETTER.index(word) + len(word)


def test_who_cares_reads_it_decides_once_and_no_word_is_kept(bea: Actor, cem: Actor, study: UUID) -> None:
    row = a_text_in_doubt(bea, study=study)
    (waits,) = operations.list_doubts(bea)
    assert (waits.doubt_id, waits.places, waits.kind) == (row.id, 2, "DocumentReference")
    assert [(one.title, one.asked_by) for one in waits.asking] == [("Asthma by age", "Fen")]
    assert operations.list_doubts(cem) == []
    with pytest.raises(ObjectDoesNotExist):
        operations.open_doubt(cem, row.id)

    seen = operations.open_doubt(bea, row.id)
    assert [LETTER[one.start : one.end] for one in seen.held.doubtful] == ["kurz", "Mathilde"]
    with pytest.raises(WordsNotThere):
        operations.decide_doubt(bea, row.id, Answer(words=("Metzger",)))
    operations.decide_doubt(bea, row.id, Answer(frozenset({0}), ("Bäcker",)))

    assert ruling_of(row) == Ruling((place("kurz"),), (place("Mathilde"), place("Bäcker")))
    assert len(found_of(row.patient_id).sealed) < len(LETTER)
    said = {(line.act, line.outcome): line for line in newest_lines(12)}
    assert said["doubt.open", "done"].because == "relation-referral"
    assert {act.value for act in (Act.LIST, Act.OPEN, Act.DECIDE)} <= set(words.ACTS)
    line = said["doubt.decide", "done"]
    assert (line.patient, line.facts["no_name"], line.facts["taken_out"]) == (row.patient_id, "1", "2")
    assert operations.list_doubts(bea) == []
    with pytest.raises(Refused, match="decided-already"):
        operations.decide_doubt(bea, row.id, Answer(stays_back=True))


def test_a_text_waits_for_every_study_that_asked_and_goes_with_the_last(
    bea: Actor, fen: Actor, gul: Actor, study: UUID
) -> None:
    learning = a_study(fen, gul, Topic.RESEARCH_AI)
    row = a_text_in_doubt(bea, study=study)
    for _ in range(2):
        hold_again(row.patient_id, learning, Topic.RESEARCH_AI)
    assert who_waits(bea) == [(study, learning)]
    assert set(found_of(row.patient_id).topics) == {Topic.RESEARCH_SCIENCE, Topic.RESEARCH_AI}

    end_study(fen, study)
    assert who_waits(bea) == [(learning,)]
    hold_again(row.patient_id, learning, Topic.RESEARCH_AI)
    assert found_of(row.patient_id).topics == [Topic.RESEARCH_AI]
    end_study(fen, learning)
    assert who_waits(bea) == []
    assert not operations.does_any_wait()
    assert operations.forget_doubts(INSTALLATION) == 1


def who_waits(bea: Actor) -> list[tuple[UUID, ...]]:
    """Return which studies each text waits for, as Bea reads it."""
    return [tuple(one.study_id for one in waits.asking) for waits in operations.list_doubts(bea)]


def hold_again(patient: UUID, study: UUID, topic: Topic) -> None:
    """Let the patient permit more, and another release hold the letter back."""

    def hold(op: Any) -> None:
        give_beyond_care(op, topic, patient_id=patient, language="en")
        steps.hold(op, patient, study, [topic], [held(a_letter(patient, f"letter-{patient}"))])

    in_the_name_of_the_installation(hold)


def test_what_was_decided_is_not_asked_again_where_a_new_doubt_comes_up() -> None:
    found = Found([], [Span(*place("Befund"), Label.PERSON, Pass.TAGGER, 0.4)])
    earlier = Ruling(no_name=(place("kurz"),), taken_out=(place("Mathilde"),))
    held = Held.of({}, LETTER, weighed(LETTER, found, {"kurz"}, earlier), Surrogates(key=bytes(32)), earlier)
    again = Held.from_json(json.loads(json.dumps(held.as_json())))

    assert [LETTER[one.start : one.end] for one in again.doubtful] == ["Kurz", "Befund"]
    assert operations.ruling_on(again, Answer(frozenset({1}))) == Ruling(
        (place("kurz"), place("Befund")), (place("Mathilde"), place("Kurz"))
    )


def test_a_text_leaves_the_queue_with_its_permission_and_a_decision_with_its_patient(
    bea: Actor, gul: Actor, study: UUID
) -> None:
    first, second, third = (a_text_in_doubt(bea, name, study) for name in ("Annika Kurz", "Berta Kurz", "Clara Kurz"))
    assert operations.does_any_wait()
    operations.decide_doubt(bea, second.id, Answer(stays_back=True))
    renewed = renew_patient_key(INSTALLATION, second.patient_id)  # type: ignore[arg-type]
    assert renewed > 0
    assert ruling_of(second) == Ruling(stays_back=True)

    take_back([first.patient_id])  # type: ignore[list-item]
    assert [one.doubt_id for one in operations.list_doubts(bea)] == [third.id]
    with pytest.raises(Refused, match="permission-was-taken-back"):
        operations.open_doubt(bea, first.id)
    erase_patient(gul, second.patient_id)  # type: ignore[arg-type]
    assert ruling_of(second) is None

    assert operations.forget_doubts(INSTALLATION) == 0
    with at(clock.now() + DOUBTS + timedelta(hours=1)):
        assert operations.forget_doubts(INSTALLATION) == 2
    assert not operations.does_any_wait()


def test_the_page_asks_about_each_place_and_keeps_what_is_said(bea: Actor, study: UUID) -> None:
    row, browser = a_text_in_doubt(bea, study=study), a_browser_of(bea)
    queue = browser.get("/texts/").content.decode()
    assert "2 doubtful places" in queue
    assert f"/texts/{row.id}/" in queue
    assert "Mathilde" not in queue
    assert "Asked for by Fen in the study “Asthma by age”" in queue

    page = browser.get(f"/texts/{row.id}/").content.decode()
    assert "Asked for by Fen in the study “Asthma by age”" in page
    assert "It stands in a list of names" in page
    assert page.count("Mathilde") == 3
    wrong = {"place-1": "no-name", "place-2": "out", "words": "Metzger", "decision": "decide"}
    assert browser.post(f"/texts/{row.id}/", wrong).status_code == 422
    kept = browser.post(f"/texts/{row.id}/", wrong | {"words": ""})

    assert (kept.status_code, kept["Location"]) == (302, "/texts/")
    assert ruling_of(row) == Ruling((place("kurz"),), (place("Mathilde"),))
