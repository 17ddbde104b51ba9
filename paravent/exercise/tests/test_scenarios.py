"""The scenarios that come with Paravent, how hard they are, and what a bad file is told."""

from pathlib import Path

import pytest

from paravent.exercise.reading import FOLDER, read, read_folder, scenarios
from paravent.exercise.scenarios import Alignment, band, premise
from paravent.exercise.terms import CUES, Band, CueType, Difficulty, Grade, Nature, Premise, ScenarioUnreadable

RESEARCHED = {
    **dict.fromkeys(("d01", "d04", "d06", "d08", "d09", "s10", "s11", "s13", "s14", "s15", "s18", "s19"), "very"),
    **dict.fromkeys(("d02", "d05", "s12", "s16", "s17"), "moderately"),
    **dict.fromkeys(("l20", "l21", "l22", "l23", "l24"), "control"),
    "d03": "moderately-to-least",
    "d07": "least",
}
"""What the scores of the researched list come to, worked out apart from this code."""


def test_there_are_enough_and_a_fifth_is_legitimate() -> None:
    found = list(scenarios().values())
    legitimate = [one for one in found if one.nature == Nature.LEGITIMATE]

    assert len(found) >= 24
    assert 0.18 <= len(legitimate) / len(found) <= 0.25
    assert len({one.surface for one in found}) >= 10


def test_difficulty_is_what_the_scale_says() -> None:
    assert {one.id[:3]: one.difficulty.value for one in scenarios().values() if one.id[:3] in RESEARCHED} == RESEARCHED


def test_the_scale_has_its_23_cues_in_five_types_and_its_edges() -> None:
    of_the_scale = [kind for kind in CUES.values() if kind != CueType.ON_SCREEN]
    assert len(of_the_scale) == 23
    assert len(set(of_the_scale)) == 5
    assert [band(count) for count in (8, 9, 14, 15)] == [Band.FEW, Band.SOME, Band.SOME, Band.MANY]
    assert [premise(rating) for rating in (10, 11, 17, 18)] == [
        Premise.WEAK,
        Premise.MEDIUM,
        Premise.MEDIUM,
        Premise.STRONG,
    ]
    best = Alignment(mimics_a_process=8, relevance=8, other_events=8, concern=8, trained_before=0)
    worst = Alignment(mimics_a_process=0, relevance=0, other_events=0, concern=0, trained_before=8)
    assert (best.rating, worst.rating) == (32, -8)


def test_the_file_is_named_by_its_id_and_both_languages_differ() -> None:
    for path in FOLDER.glob("*.yaml"):
        one = read(path)
        assert one.id == path.stem
        assert one.right.en != one.right.de
        assert one.wrong.en != one.wrong.de


def test_to_report_what_is_legitimate_is_an_alarm_that_costs() -> None:
    assert {one.report for one in scenarios().values() if one.nature == Nature.LEGITIMATE} == {Grade.UNSAFE}
    assert all(one.difficulty == Difficulty.CONTROL for one in scenarios().values() if not one.cues)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("topic: recipients", "topic: letters", "a29-a-namesake.yaml, line 3: topic"),
        ("report: acceptable", "report: acceptabel", "report: Input should be 'right', 'acceptable' or 'unsafe'"),
        ("grade: right}", "grade: unsafe}", "no act is right"),
        ("acts: [accept, reject]", "acts: [accept, rejekt]", "a part shows an act that is not among `acts`: rejekt"),
        ("{cue: on-screen,", "{cue: odd,", "'odd' is no cue; there are: spelling-and-grammar"),
        ("edition: 1\n", "", "edition: Field required. Add it."),
        ("edition: 1\n", "edition: 1\ncolour: red\n", "line 3: colour: Extra inputs are not permitted. Leave it out"),
        ("source: drills.md D10", "source: [unclosed", "no YAML"),
        ("mimics_a_process: 8", "mimics_a_process: 7", "alignment.mimics_a_process"),
    ],
)
def test_a_bad_file_is_told_where_why_and_what_to_do(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (FOLDER / "a29-a-namesake.yaml").read_text()
    (tmp_path / "a29-a-namesake.yaml").write_text(text.replace(old, new, 1))

    with pytest.raises(ScenarioUnreadable) as odd:
        read_folder(tmp_path)
    assert said in str(odd.value)
    assert ", line " in str(odd.value)


def test_feedback_has_two_sentences_at_most(tmp_path: Path) -> None:
    text = (FOLDER / "a29-a-namesake.yaml").read_text()
    (tmp_path / "long.yaml").write_text(text.replace("Right: two digits", "Right. Yes. Well. Two digits", 1))
    with pytest.raises(ScenarioUnreadable, match=r"right: .*sentences"):
        read_folder(tmp_path)


def test_every_bad_file_is_told_at_once_and_no_id_comes_twice(tmp_path: Path) -> None:
    text = (FOLDER / "a29-a-namesake.yaml").read_text()
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(text)
    (tmp_path / "three.yaml").write_text("id: x")
    with pytest.raises(ScenarioUnreadable) as odd:
        read_folder(tmp_path)
    assert "two.yaml: another file has the id a29-a-namesake already" in str(odd.value)
    assert "three.yaml, line 1: topic: Field required" in str(odd.value)
