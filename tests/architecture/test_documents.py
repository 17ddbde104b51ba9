"""What the documents say is there: every name, every file, every setting, every column, every command."""

import ast
import re
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import psycopg
import pytest

from paravent.web import cluster as embedded
from paravent.web.cli import main
from tests.architecture.source import ROOT, files, parsed, program, shown

DOCUMENTS = files(".md")
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))

AWAITED: set[str] = set()
"""Files that documents already point to and that are on their way. What has come leaves this list."""

QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
DOTTED = re.compile(r"paravent(?:\.\w+)+")
FILE = re.compile(r"[\w.*/-]+\.(?:py|js|css|html|md|sql|json|toml|txt|sh|png|svg|service|conf|in)|(?:[\w.-]+/)+")
SETTING = re.compile(r"PARAVENT_[A-Z_]+|DATABASE_URL")
MADE_WHEN_RUN = re.compile(r"^(?:/|DIR/|paravent-data|keys/|postgresql/|tls/|\.venv|demo\.json|\w+\.key|node_modules)")
"""Addresses of pages, and what an installation makes for itself: not files of the repository."""

SPOKEN = {"paravent.actor", "paravent.bearer", "paravent.purpose"}
"""What the gate tells PostgreSQL: settings of a transaction, not modules."""


def quoted(document: Path) -> list[str]:
    """Return what a document sets in typewriter, its blocks of code aside."""
    return QUOTED.findall(re.sub(r"^```.*?^```", "", document.read_text(), flags=re.DOTALL | re.MULTILINE))


def resolves(dotted: str) -> bool:
    """Tell whether a dotted name leads to a module, or to something in one."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            fields = getattr(found, "__dataclass_fields__", {})
            if not hasattr(found, part) and part not in fields:
                return False
            found = getattr(found, part, None)
        return True
    return False


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_every_dotted_name_resolves(document: Path) -> None:
    names = {
        name for text in quoted(document) for name in DOTTED.findall(text) if not re.search(r"paravent\.\w+/", text)
    }

    assert {name for name in names - SPOKEN if not resolves(name)} == set()


@pytest.mark.parametrize(
    "name", ["paravent.visits.operations.book_a_visit", "paravent.nowhere", "paravent.kernel.clock.then"]
)
def test_a_name_that_leads_nowhere_is_seen(name: str) -> None:
    assert not resolves(name)


def test_what_the_gate_tells_postgresql_is_what_row_security_reads() -> None:
    speech = (ROOT / "paravent" / "access" / "migrations" / "0001_speech.sql").read_text()

    assert {name for name in SPOKEN if f"'{name}'" not in speech} == set()


def missing_files(document: Path) -> set[str]:
    """Return the paths in a document that lead nowhere."""
    named = {text for text in quoted(document) if FILE.fullmatch(text) and not MADE_WHEN_RUN.match(text)}
    linked = {
        link for link in LINK.findall(document.read_text()) if "://" not in link and not link.startswith("mailto:")
    }
    return {name for name in named if not is_there(name, document)} | {
        link for link in linked if not (document.parent / link).exists() and not is_awaited(link, document)
    }


def is_there(name: str, document: Path) -> bool:
    """Tell whether a path leads somewhere: from the top, from the package, or as the end of one path in the house."""
    places = [ROOT, ROOT / "paravent", document.parent]
    if name.rstrip("/") in tails():
        return True
    tail = "*" in name and any(path.match(name) for path in everything())
    return tail or any(list(place.glob(name.rstrip("/"))) for place in places) or is_awaited(name, document)


@cache
def tails() -> frozenset[str]:
    """Return every end of a path that leads to one of these files."""
    parts = [path.relative_to(ROOT).parts for path in everything()]
    return frozenset("/".join(one[start:]) for one in parts for start in range(len(one)))


def everything() -> list[Path]:
    """Return all files that the end of a path may mean."""
    return files(".py", ".js", ".css", ".html", ".md", ".sql", ".json", ".toml", ".txt", ".sh", ".png", ".svg", ".in")


def is_awaited(name: str, document: Path) -> bool:
    """Tell whether somebody is on the way with this file."""
    inside = (document.parent / name).resolve()
    plain = inside.relative_to(ROOT).as_posix() if inside.is_relative_to(ROOT) else name
    return any(
        text == awaited or (awaited.endswith("/") and text.startswith(awaited))
        for text in (name, plain)
        for awaited in AWAITED
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_every_file_is_there(document: Path) -> None:
    assert missing_files(document) == set()


def test_a_file_that_is_not_there_is_seen(tmp_path: Path) -> None:
    document = tmp_path / "new.md"
    document.write_text(
        "See `paravent/visits/calendar.py`, `nowhere.js` and [this](gone.md); `paravent/visits/policy.py`."
    )

    assert missing_files(document) == {"paravent/visits/calendar.py", "nowhere.js", "gone.md"}


POINTER = re.compile(r"\b(?:docs|deploy)/[\w./-]*\w(?:, section (\d+))?")


def pointers(path: Path) -> set[tuple[str, str]]:
    """Return the documents that a source file points to, with the section where it names one."""
    return {(found.group().split(",")[0], found.group(1) or "") for found in POINTER.finditer(path.read_text())}


def leads_somewhere(name: str, section: str) -> bool:
    """Tell whether a document is there, and has that section."""
    document = ROOT / name
    if not section or not document.exists():
        return document.exists() or is_awaited(name, ROOT / "any.md")
    return re.search(rf"^## {section}\. ", document.read_text(), flags=re.MULTILINE) is not None


def test_every_document_that_the_code_points_to_is_there() -> None:
    sources = [path for path in files(".py", ".js", ".sql", ".html", ".css") if path != Path(__file__)]
    found = {(shown(path), *pointer) for path in sources for pointer in pointers(path)}

    assert found
    assert {broken for broken in found if not leads_somewhere(*broken[1:])} == set()


def test_a_section_that_is_not_there_is_seen() -> None:
    assert leads_somewhere("docs/spec/ledger.md", "4")
    assert not leads_somewhere("docs/spec/ledger.md", "44")
    assert not leads_somewhere("docs/spec/leger.md", "")


def test_every_make_target_in_a_document_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    said = {
        word for document in DOCUMENTS for text in quoted(document) for word in re.findall(r"^make ([a-z-]+)", text)
    }

    assert said - targets == set()


def test_every_command_in_a_document_exists() -> None:
    said = {text for document in DOCUMENTS for text in quoted(document) if re.match(r"paravent [a-z]", text)}

    assert said
    assert {text for text in said if not is_command(text.split()[1:], main)} == set()


def is_command(words: list[str], command: click.Command) -> bool:
    """Tell whether the words name a command; what follows are its arguments, and its options exist."""
    if isinstance(command, click.Group):
        return bool(words) and words[0] in command.commands and is_command(words[1:], command.commands[words[0]])
    known = {option for parameter in command.params for option in parameter.opts}
    return all(word.split("=")[0] in known for word in words if word.startswith("--"))


def test_the_tree_in_the_architecture_is_the_import_order() -> None:
    drawn = re.findall(r"^[├└]── (\w+)/", (ROOT / "ARCHITECTURE.md").read_text(), flags=re.MULTILINE)
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = next(contract["layers"] for contract in contracts if contract["containers"] == ["paravent"])

    assert drawn == [name.strip() for floor in floors for name in floor.split("|")]
    assert set(drawn) == {path.parent.name for path in (ROOT / "paravent").glob("*/__init__.py")}


# Settings


def settings_read() -> set[str]:
    """Return every setting that the program knows by name."""
    constants = [node for path in program() for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant)]
    return {node.value for node in constants if isinstance(node.value, str) and SETTING.fullmatch(node.value)}


def defaults() -> dict[str, str]:
    """Return the defaults that stand beside the names where the environment is read."""
    calls = [node for path in program() for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
    given = [[argument.value for argument in call.args if isinstance(argument, ast.Constant)] for call in calls]
    return {
        str(pair[0]): str(pair[1]) for pair in given if len(pair) == 2 and SETTING.fullmatch(str(pair[0])) and pair[1]
    }


def settings_described() -> dict[str, list[str]]:
    """Return the rows of the settings' tables, by name."""
    guide = (ROOT / "docs" / "guide" / "settings.md").read_text()
    rows = [
        [cell.strip() for cell in line.strip("| \n").split(" | ")]
        for line in guide.splitlines()
        if line.startswith("| `")
    ]
    return {row[0].strip("`"): row[1:] for row in rows}


def test_every_setting_is_described_and_nothing_else() -> None:
    assert settings_read() == set(settings_described())


def test_the_described_defaults_are_the_real_ones() -> None:
    described = settings_described()

    assert defaults()
    assert {name: value for name, value in defaults().items() if f"`{value}`" not in described[name][1]} == {}


# Decisions


def gaps(numbers: list[int]) -> list[int]:
    """Return the numbers that nothing stands before; a subject may begin at a five or a ten of its own."""
    return [number for number in numbers if number > 1 and number % 5 and number - 1 not in numbers]


def test_decisions_are_numbered_without_gap_or_double() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]

    assert len(numbers) == len(set(numbers))
    assert gaps(numbers) == []
    assert [path.name for path in DECISIONS if not path.read_text().startswith(f"# {path.name[:4]} ")] == []


def test_a_gap_is_seen() -> None:
    assert gaps([1, 2, 4, 20, 21, 33]) == [4, 33]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.name)
def test_a_decision_takes_a_page_and_says_what_it_costs(decision: Path) -> None:
    # The table of all columns grows with the database; a page is what is said about it.
    text = "".join(line for line in decision.read_text().splitlines(keepends=True) if not line.startswith("| `"))

    assert len(text.splitlines()) <= 50
    assert len(text.split()) <= 700
    assert re.search(r"\bBecause\b.*\bwe decided\b.*\bwe accept\b", " ".join(text.split()))


COLUMNS = """
SELECT relname, attname, format_type(atttypid, atttypmod) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
 WHERE relnamespace = 'public'::regnamespace AND relrowsecurity AND attnum > 0 AND NOT attisdropped
"""


@pytest.mark.usefixtures("django_db_setup")
def test_every_column_about_patients_is_told_sealed_or_clear(cluster: embedded.Cluster) -> None:
    decision = next(path for path in DECISIONS if "stands-in-clear" in path.name).read_text()
    rows = [line.strip("| ").split(" | ") for line in decision.splitlines() if line.startswith("| `")]
    told = {(QUOTED.findall(row[0])[0], column) for row in rows for cell in row[1:3] for column in QUOTED.findall(cell)}
    with psycopg.connect(cluster.url(embedded.APP)) as connection:
        there = {(table, column) for table, column, _ in connection.execute(COLUMNS)}

    assert told == there
