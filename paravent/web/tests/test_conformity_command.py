"""What `paravent conformity` prints is in the language that was asked for, from head to foot."""

import pytest

from paravent.conformity.rulebook.checking import check
from paravent.conformity.terms import Report, Standing
from paravent.conformity.tests.cast import NOW, SOUND
from paravent.web.cli.conformity import _show

ENGLISH = ["How it stands", "since", "What was found", "needs a person", "met,", "Level 1", "not certified"]
GERMAN = ["seit", "Was gefunden wurde", "braucht einen Menschen", "erfüllt,", "Stufe 1", "nicht zertifiziert"]


@pytest.mark.parametrize(("language", "said", "unsaid"), [("en", ENGLISH, GERMAN), ("de", GERMAN, ENGLISH)])
def test_heads_and_sums_are_in_the_language_of_the_rules(
    language: str,
    said: list[str],
    unsaid: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "400")

    _show(Report(tuple(Standing(one, NOW, NOW) for one in check(SOUND)), NOW), language)

    printed = capsys.readouterr().out
    assert [words for words in said if words not in printed] == []
    assert [words for words in unsaid if words in printed] == []
