"""Every claim of THREAT_MODEL.md has one test of its number, every test one claim, and both say it in the same words."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"^- \*\*(T\d{2,3})\*\* · (.+?)\n  → `(tests/threats/\S+?)`", re.MULTILINE)
NUMBER = re.compile(r"\*\*(T\d{2,3})\*\*")


def claims(text: str) -> list[tuple[str, str, str]]:
    """Return number, claim and test of every line of a threat model."""
    return LINE.findall(text)


def disagreements(text: str, folder: Path) -> list[str]:
    """Return what a threat model and a folder of tests do not say alike."""
    found = claims(text)
    said = [number for number, _, _ in found]
    tests = {path.name: path for path in folder.glob("T[0-9][0-9]*_*.py")}
    wrong = [f"{number} stands there twice" for number in set(said) if said.count(number) > 1]
    wrong += [f"{number} names no test" for number in set(NUMBER.findall(text)) - set(said)]
    wrong += [f"{name} has no claim" for name in set(tests) - {Path(path).name for _, _, path in found}]
    for number, claim, path in found:
        test = tests.get(Path(path).name)
        if test is None or not test.name.startswith(f"{number}_"):
            wrong.append(f"{number} has no test {path}")
        elif ast.get_docstring(ast.parse(test.read_text())) != claim:
            wrong.append(f"{number} is said in other words by {path}")
    return sorted(wrong)


def test_the_threat_model_and_its_tests_say_the_same() -> None:
    text = (ROOT / "THREAT_MODEL.md").read_text()

    assert len(claims(text)) >= 36
    assert disagreements(text, ROOT / "tests" / "threats") == []


def test_every_way_to_disagree_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "T01_said.py").write_text('"""A claim."""\n')
    (tmp_path / "T02_other.py").write_text('"""Other words."""\n')
    (tmp_path / "T03_alone.py").write_text('"""A test alone."""\n')
    links = ("T01_said.py", "T01_said.py", "T02_other.py", "T04_missing.py")
    lines = [f"- **{name[:3]}** · A claim.\n  → `tests/threats/{name}`" for name in links]
    text = "\n".join([*lines, "- **T05** · A claim without a test."])

    assert disagreements(text, tmp_path) == [
        "T01 stands there twice",
        "T02 is said in other words by tests/threats/T02_other.py",
        "T03_alone.py has no claim",
        "T04 has no test tests/threats/T04_missing.py",
        "T05 names no test",
    ]


def test_every_claim_attacks_for_real() -> None:
    for _, _, path in claims((ROOT / "THREAT_MODEL.md").read_text()):
        source = (ROOT / path).read_text()
        assert "def test_" in source, path
        assert "xfail" not in source, path
