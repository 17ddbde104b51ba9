"""Another person's data in a note, against a small labelled list of ours: what it gets wrong stands here by name."""

from pathlib import Path

import pytest

from paravent.guidance.detection import holds_third_person

LIST = [line.split("\t") for line in (Path(__file__).parent / "sentences.tsv").read_text().splitlines()]
WRONG = {
    "Wife Christian Scientist by faith, refuses transfusion.",  # a word that is a name as well
    "seine tochter lena ruft an",  # without capitals nothing says that it is a name
}


@pytest.mark.parametrize(("label", "sentence"), LIST, ids=[sentence for _, sentence in LIST])
def test_a_third_person_is_noticed_and_a_family_history_is_not(label: str, sentence: str) -> None:
    expected = (label == "1") is (sentence not in WRONG)
    assert holds_third_person(sentence) is expected


def test_what_stands_in_another_sentence_is_not_taken_for_the_relations() -> None:
    assert not holds_third_person("Lives with her husband. New number 0171 2345678.")
    assert holds_third_person("Well.\nHis wife Anna called.\nNothing else.")
    assert not holds_third_person("")
