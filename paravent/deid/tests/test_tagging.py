"""A tagger learns from marked texts, the same from the same, and finds what nothing points to. All sentences are invented."""

import json
import re
from pathlib import Path

import pytest

from paravent.deid.beside import beside, queue
from paravent.deid.deidentifier import Deidentifier
from paravent.deid.streaming import Piece
from paravent.deid.tagging import Tagger
from paravent.deid.terms import ExamplesUnreadable, Hidden, Label, ModelUnreadable, Pass, Result, Span, Style
from paravent.deid.tokens import OUTSIDE, language_of, tags, tokens
from paravent.deid.training import Example, example, label_of, read_examples, trained, varied
from paravent.deid.union import DOUBTED

NAMES = ["Wamsler", "Öttl", "Brenzke", "Kurzawa", "Vielhaber", "Nagorny", "Tschirner", "Ohlbrecht"]
FORMS = [
    "Übernahme durch {} erfolgt heute.",
    "Der Befund wurde mit {} besprochen.",
    "Vorstellung bei {} in drei Wochen.",
    "Laut {} ist das Knie reizlos.",
]


def line(form: str, name: str) -> str:
    """Return an example as it stands in a file."""
    start = form.index("{}")
    return json.dumps(
        {"text": form.format(name), "entities": [{"start": start, "end": start + len(name), "type": "NAME_DOCTOR"}]}
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("marked")
    plain = [
        json.dumps({"text": text, "entities": []})
        for text in ("Das Knie ist reizlos.", "Die Wunde heilt, der Befund ist gut.", "Vorstellung bei Schmerzen.")
    ]
    (path / "de.jsonl").write_text("\n".join([*(line(form, name) for form in FORMS for name in NAMES), *plain]))
    return path


@pytest.fixture(scope="module")
def model(folder: Path) -> bytes:
    return trained(varied(read_examples(folder), 1))


def test_the_same_texts_make_the_same_bytes(folder: Path, model: bytes) -> None:
    assert trained(varied(read_examples(folder), 1)) == model


def test_what_was_learned_goes_and_says_so(model: bytes) -> None:
    text = "Der Befund wurde mit Grzeszczak besprochen."

    assert Deidentifier(style=Style.LABEL).run(text).text == text
    done = Deidentifier(style=Style.LABEL, model=Tagger(model)).run(text)

    assert [(done.original(one.span), one.span.by) for one in done.hidden if one.span.certainty >= DOUBTED] == [
        ("Grzeszczak", Pass.TAGGER)
    ]
    assert done.text.endswith("mit [NAME_DOCTOR] besprochen.")


def test_what_is_doubtful_is_hidden_and_asked_about(model: bytes) -> None:
    done = Deidentifier(model=Tagger(model)).run("Vorstellung bei Beschwerden. Laut Aussage ist Brenzke reizlos.")

    assert all(span.certainty < DOUBTED for span in done.doubts)
    assert {one.span for one in done.hidden if one.span.certainty < DOUBTED} <= set(done.doubts)


@pytest.mark.parametrize(
    "held", [b"", b"{}", b'{"format": "other"}\n', b"\x00\x01", b'{"format": "paravent-deid-1", "fields": {"de": 3}}\n']
)
def test_another_file_is_no_model(held: bytes) -> None:
    with pytest.raises(ModelUnreadable):
        Tagger(held)


def test_examples_that_cannot_be_read_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(ExamplesUnreadable):
        read_examples(tmp_path)
    (tmp_path / "x.jsonl").write_text('{"text": "no entities"}')
    with pytest.raises(ExamplesUnreadable):
        read_examples(tmp_path)


def test_copies_stand_for_others_and_keep_their_marks() -> None:
    one = example(json.loads(line(FORMS[0], NAMES[0])))
    _, copy = varied([one], 1)

    assert NAMES[0] not in copy.text
    assert copy.text.startswith("Übernahme durch ")
    assert copy.text[copy.spans[0].end :] == " erfolgt heute."


def test_tags_and_tokens_hold_together() -> None:
    one = Example(*_marked("Herr Hans von Tann kam", 5, 18))
    found = tokens(one.text)

    assert [token.text for token in found] == ["Herr", "Hans", "von", "Tann", "kam"]
    assert tags(found, one.spans) == [OUTSIDE, "B-NAME_PATIENT", "I-NAME_PATIENT", "I-NAME_PATIENT", OUTSIDE]


def _marked(text: str, start: int, end: int) -> tuple[str, tuple]:
    told = example({"text": text, "entities": [{"start": start, "end": end, "type": "NAME_PATIENT"}]})
    return told.text, told.spans


@pytest.mark.parametrize(
    ("name", "label"),
    [("AGE?MISSING", Label.AGE), ("GEOGRAPHIC_LOCATION", Label.PLACE), ("US_SSN", Label.ID), ("NRP", None)],
)
def test_other_guides_names_are_understood(name: str, label: Label | None) -> None:
    assert label_of(name) is label


def test_languages_are_told_apart_by_their_small_words() -> None:
    assert language_of("Der Patient ist mit dem Auto in die Klinik gekommen.") == "de"
    assert language_of("The patient was seen at the clinic for a cough.") == "en"


def test_what_nearly_went_is_shown_where_it_stands_and_the_most_doubtful_text_comes_first() -> None:
    near = Span(5, 12, Label.CLINICIAN, Pass.TAGGER, 0.003)
    gone = Hidden(Span(0, 4, Label.CLINICIAN, Pass.CUE, 0.4), "Kurz", 0)
    result = Result("Kurz Brenzke kam", (gone,), (gone.span, near), "Lang Brenzke kam")

    shown = "".join(beside(iter([Piece(result, 0, 0)]), 7))

    assert result.left == (near,)
    assert shown.count('class="near"') == 2
    assert shown.count('class="doubt"') == 2
    assert "left as it stood; NAME_DOCTOR with 0.3%" in shown
    assert re.findall(r'href="#text-(\d+)"', "".join(queue({1: 0, 2: 3, 7: 5}))) == ["7", "2"]
    assert "Nothing is doubtful" in "".join(queue({1: 0}))
