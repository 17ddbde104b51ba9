"""docs/red-team.md, written out of what the plays found, and read again to see whether both say the same."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.threats.red_team.terms import ROOT, Outcome

PAGE = ROOT / "docs" / "red-team.md"
ALL = [f"I{number:02}" for number in range(1, 29)]
ROW = re.compile(r"^\| \*\*(I\d\d)\*\* (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/\S+?)`")

HEAD = """# The red team

Attacks from within, each played for real: against the running server, with real accounts, over HTTP, WebSocket and SQL. Made by `make redteam`
out of what the plays found; nothing here is written by hand, and each play fails when it ends otherwise than this page says. {count}

- **prevented**: it did not come about. The reason is the policy's own, or what stood in the way.
- **detected**: it came about, and the judgement of the log filed a case about this person and nobody else, a review is due, or whoever verifies or witnesses the log says so.
- **seen**: whoever is there sees it as it happens.
- **missed**: nobody noticed. It is still in the log.

What is detected is played in a practice of fifteen clinicians in two teams that has worked for four weeks: visits booked at reception, talked, noted and ended,
a duty roster, and no case about any of them. Of each attack the lines named were taken out of the log with their receipts, and the receipts checked against the
practice's public key. What the judgement misses in larger houses, and how often it cries in vain, stands in [the figures](vigilance-figures.md).

| attack | how it ended | by what | in the log | how it was played |
|---|---|---|---|---|
"""


@dataclass
class Scenario:
    """What all plays of one scenario found together."""

    name: str
    attack: str
    tests: list[str] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    found: list[tuple[Outcome, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def joined(self, play: dict[str, Any]) -> None:
        self.tests += [test for test in [play["test"]] if test not in self.tests]
        self.how += [how for how in [play["how"]] if how not in self.how]
        self.found += [pair for outcome, what in play["found"] if (pair := (Outcome(outcome), what)) not in self.found]
        self.lines += [line for line in play["lines"] if line not in self.lines]

    @property
    def outcomes(self) -> list[Outcome]:
        met = {outcome for outcome, _ in self.found}
        return [outcome for outcome in Outcome if outcome in met]

    @property
    def row(self) -> str:
        told = [f"{outcome}: {what}" if len(self.outcomes) > 1 else what for outcome, what in self.found]
        cells = [
            f"**{self.name}** {self.attack}",
            ", ".join(self.outcomes),
            "; ".join(told),
            "; ".join(self.lines),
            f"{'; '.join(self.how)}. {', '.join(f'`{test}`' for test in self.tests)}",
        ]
        return f"| {' | '.join(cell.replace('|', '/').replace(chr(10), ' ') for cell in cells)} |"


def scenarios(plays: list[dict[str, Any]]) -> list[Scenario]:
    """Return the plays by their scenario, in order."""
    found: dict[str, Scenario] = {}
    for play in plays:
        name = play["scenario"]
        found.setdefault(name, Scenario(name, play["attack"])).joined(play)
    return [found[name] for name in sorted(found)]


def page(plays: list[dict[str, Any]]) -> str:
    """Return the page."""
    told = scenarios(plays)
    return HEAD.format(count=_counted(told)) + "".join(f"{one.row}\n" for one in told)


def _counted(told: list[Scenario]) -> str:
    by_missed = Counter(len(one.outcomes) if Outcome.MISSED in one.outcomes else 0 for one in told)
    whole, part = by_missed[1], sum(by_missed[more] for more in (2, 3, 4))
    return (
        f"Of {len(told)} scenarios {by_missed[0]} are prevented, detected or seen, {part} in part, and {whole} missed."
    )


def rows(text: str) -> dict[str, tuple[str, list[Outcome], str]]:
    """Return what the page says of each scenario: the attack, how it ended, and which test plays it."""
    found = {}
    for name, attack, ended, *_, played in ROW.findall(text):
        tests = TEST.findall(played)
        found[name] = (attack, [Outcome(word) for word in ended.split(", ")], tests[0] if tests else "")
    return found


def played(folder: Path = ROOT / "tests") -> dict[str, tuple[str, str]]:
    """Return the attack and the test of each scenario that has a play: a file of its number, or a journey marked with it."""
    from tests.threats.red_team.plays import attack_in

    files = {f"{path.name[:3]}": path for path in (folder / "threats" / "red_team").glob("I[0-9][0-9]_*.py")}
    found = {name: (attack_in(path), path.relative_to(folder.parent).as_posix()) for name, path in files.items()}
    mark = re.compile(r"mark\.scenario\(\s*\"(I\d\d)\",\s*\"(.+?)\"")
    for path in (folder / "journeys").glob("test_*.py"):
        for name, attack in mark.findall(path.read_text()):
            assert name not in found, f"{name} is played twice"
            found[name] = (attack, path.relative_to(folder.parent).as_posix())
    return found
