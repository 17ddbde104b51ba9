"""A text in which a name may stand *cannot* leave a release before somebody who cares for the patient has decided: neither with a name that was left over, nor with one that a tagger was not sure of, nor by a decision about another text, nor by one that says of a name the record knows that it is none. What was decided to stay back stays."""

import pytest

from paravent.deid.doubting import Ruling
from paravent.deid.structured_dates import Grain, Shift
from paravent.deid.terms import Known, Label, Pass, Person, Span
from paravent.doubts.tests.cast import LETTER
from paravent.releases.texts import Clean

KNOWN = Known((Person(Label.PATIENT, "Annika", "Kurz"),))
OTHER = LETTER + " Sie kommt wieder."


def place(word: str) -> tuple[int, int]:
    """Return where a word stands first in the letter."""
    return LETTER.index(word), LETTER.index(word) + len(word)


DECIDED = Ruling(no_name=(place("kurz"),), taken_out=(place("Mathilde"),))


def cleaned(text: str, ruling: Ruling | None = None) -> tuple[str, Clean]:
    """Return how a text leaves, where something was decided about the letter."""
    clean = Clean(KNOWN, bytes(32), Shift(3, Grain.DAY), None, lambda said: ruling if said == LETTER else None)
    return clean(text, {"resourceType": "DocumentReference", "id": "d"}), clean


def test_a_name_that_was_left_over_keeps_the_whole_text_back() -> None:
    said, clean = cleaned(LETTER)

    assert said == ""
    assert (clean.told.held, clean.told.left) == (1, 0)
    assert [LETTER[one.start : one.end] for one in clean.held[0].doubtful] == ["kurz", "Mathilde"]


def test_what_a_tagger_was_not_sure_of_keeps_it_back_too(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Der Befund ist gut."
    _, clean = cleaned(text)
    assert clean.told.left == 1
    found = clean.finder.find(text)
    unsure = Span(4, 10, Label.PERSON, Pass.TAGGER, 0.4)
    monkeypatch.setattr(type(clean.finder), "find", lambda *_: type(found)([unsure], [unsure]))

    assert cleaned(text)[0] == ""


def test_decided_it_leaves_without_what_was_taken_out_and_another_text_does_not() -> None:
    said, clean = cleaned(LETTER, DECIDED)

    assert "kam kurz vorbei" in said
    assert [name for name in ("Kurz", "Mathilde", "Wamsler") if name in said] == []
    assert (clean.told.decided, clean.told.spared) == (1, 1)
    assert cleaned(OTHER, DECIDED)[0] == ""


def test_nobody_lets_a_name_through_that_the_record_knows() -> None:
    said, _ = cleaned(LETTER, Ruling(no_name=(place("Kurz"), place("kurz")), taken_out=(place("Mathilde"),)))
    none, clean = cleaned(LETTER, Ruling(no_name=((0, len(LETTER)),)))

    assert "kam kurz vorbei" in said
    assert not said.startswith("Frau Kurz")
    assert (none, clean.told.named) == ("", 1)


def test_what_was_decided_to_stay_back_stays() -> None:
    said, clean = cleaned(LETTER, Ruling(stays_back=True))

    assert (said, clean.told.kept, clean.told.held) == ("", 1, 0)
