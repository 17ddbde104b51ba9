"""What a play finds: each tells how it went, and proves the lines that the log keeps of it. The page is made of this alone."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, BrakeKind, Purpose, allow
from paravent.emergency.operations import list_breakings
from paravent.keys.custody import signers
from paravent.ledger.queries import receipt_of
from paravent.ledger.receipts import check
from paravent.vigilance.operations import judge_log, list_cases
from paravent.vigilance.terms import Listed
from paravent.vigilance.words import brake_in_words, reason_of_score
from paravent.web.words import act_in_words, reason_in_words
from tests.threats.cast import Colleague, Practice, everything_has_its_place
from tests.threats.red_team.terms import COLLECTOR, PROPERTY, ROOT, Outcome

NAME = re.compile(r"I(\d\d)_\w+\.py")
LINES = """
SELECT entry_id, outcome, because FROM ledger_detail
 WHERE act = %(act)s AND (%(who)s::uuid IS NULL OR actor_id = %(who)s) AND (%(because)s = '' OR because = %(because)s)
   AND (%(outcome)s = '' OR outcome = %(outcome)s) AND (%(whose)s::uuid IS NULL OR patient_id = %(whose)s)
 ORDER BY at DESC LIMIT 1
"""


@dataclass
class Play:
    """One scenario as it is played."""

    scenario: str
    attack: str
    test: str
    how: str = ""
    found: list[tuple[Outcome, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def by(self, how: str) -> None:
        """Say by which ways the attack goes."""
        self.how = how

    def ended(self, outcome: Outcome, what: str) -> None:
        """Say what part of the attack ended how, once each."""
        if (outcome, what) not in self.found:
            self.found.append((outcome, what))

    def prevented(self, what: str) -> None:
        self.ended(Outcome.PREVENTED, what)

    def detected(self, what: str) -> None:
        self.ended(Outcome.DETECTED, what)

    def seen(self, what: str) -> None:
        """Say that somebody who is there sees it as it happens."""
        self.ended(Outcome.SEEN, what)

    def missed(self, why: str) -> None:
        """Say what nobody noticed, and why."""
        self.ended(Outcome.MISSED, why)

    def no_line(self, why: str) -> None:
        """Say why the log has no line of it."""
        self.lines.append(f"no line: {why}")

    def refused(self, practice: Practice, act: str, who: Colleague | None, because: str) -> None:
        """A refusal with this reason stands in the log, and that is what prevented it."""
        self.proved(practice, act, who, because=because, outcome="refused")
        self.prevented(reason_in_words(because))

    def proved(
        self, practice: Practice, act: str, who: Colleague | None = None, whose: UUID | None = None, **like: str
    ) -> UUID:
        """The newest such line is in the log, and its receipt holds against the practice's key; returns its entry."""
        wanted = {"act": act, "who": who.person if who else None, "whose": whose, "because": "", "outcome": ""} | like
        with practice.as_superuser() as superuser:
            found = superuser.execute(LINES, wanted).fetchone()
        assert found is not None, wanted
        entry, outcome, _because = found
        receipt_holds(entry, act)
        self.wrote(act_in_words(act, outcome))
        return UUID(str(entry))

    def wrote(self, line: str) -> None:
        """Say which line stands in the log, once each."""
        if line not in self.lines:
            self.lines.append(line)

    def case_about(self, practice: Practice, who: Colleague) -> Listed:
        """The run files a case about this person, and about nobody else; the officer finds it at her desk."""
        cases = judged(practice)
        assert set(cases) == {who.person}, cases
        case = max(cases[who.person], key=lambda one: one.score)
        reasons = ", ".join(reason_of_score(reason.name).rstrip(".") for reason in case.reasons)
        self.detected(f"a case: {reasons}{brakes_on(practice, who)}")
        self.proved(practice, "case.file")
        return case

    def asked_about(self, practice: Practice, who: Colleague, *, otherwise: str) -> None:
        """Say whether the run files a case, or that it does not and why. The page says which it was the last time."""
        if who.person in judged(practice):
            self.case_about(practice, who)
        else:
            self.missed(otherwise)

    def review_of(self, practice: Practice, patient: UUID) -> None:
        """The broken glass waits for the officer's review."""
        waiting, _done = list_breakings(practice.gul.actor)
        assert [one for one in waiting if one.patient_id == patient]
        self.detected("the review that every broken glass is due")


def brakes_on(practice: Practice, who: Colleague) -> str:
    """Return which brakes went on by themselves with a case, in words."""
    with practice.as_superuser() as superuser:
        found = superuser.execute("SELECT kind FROM people_brake WHERE person_id = %s", [who.person]).fetchall()
    names = sorted(str(brake_in_words(BrakeKind(kind))).lower() for (kind,) in found)
    return f"; and with it the brakes: {', '.join(names)}" if names else ""


def judged(practice: Practice) -> dict[UUID, list[Listed]]:
    """Judge the log as the server does every six hours, and return the officer's queue by whom each place was given to."""
    everything_has_its_place()
    judge_log(INSTALLATION)
    cases: dict[UUID, list[Listed]] = {}
    for case in list_cases(practice.gul.actor).waiting:
        cases.setdefault(UUID(str(case.person_id)), []).append(case)
    return cases


def receipt_holds(entry: UUID, act: str) -> None:
    """Take a line's receipt, and check it as whoever has only the file and the practice's public key."""
    everything_has_its_place()
    with operation("test.read", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        receipt = str(receipt_of(entry, signers()))
    proof = check(receipt, [key for _, key in signers().held])
    assert proof.is_pinned
    assert proof.receipt.leaf["act"] == act


def told_by(item: pytest.Item) -> Play:
    """Return an empty play, named by its file and told in the words of its first line."""
    name, path = NAME.fullmatch(item.path.name), item.path.relative_to(ROOT)
    marked = item.get_closest_marker("scenario")
    if marked:
        # A journey plays a scenario of its own, or what needs a browser of one that has a file here.
        scenario, *words = marked.args
        attack = words[0] if words else attack_in(file_of(scenario))
    else:
        assert name, f"{path} plays no scenario"
        scenario, attack = f"I{name[1]}", attack_in(item.path)
    return Play(scenario, attack, path.as_posix())


def file_of(scenario: str) -> Path:
    (path,) = Path(__file__).parent.glob(f"{scenario}_*.py")
    return path


def attack_in(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text())) or ""


@pytest.fixture
def play(request: pytest.FixtureRequest, record_property: Any) -> Iterator[Play]:
    """Give a play its paper, and keep what stands on it."""
    one = told_by(request.node)
    yield one
    if getattr(request.node, "play_passed", False):
        assert one.how, "nobody said how it was played"
        assert one.found, "nobody said how it ended"
        assert one.lines, "nobody looked into the log"
        record_property(PROPERTY, in_plain_words(one))
        if not request.config.pluginmanager.hasplugin(COLLECTOR):
            ended_as_the_page_says(one)


def in_plain_words(one: Play) -> Any:
    """Return a play as another process can read it: tests may run side by side."""
    return json.loads(json.dumps(asdict(one), default=str))


def ended_as_the_page_says(one: Play) -> None:
    """A play that ends otherwise than docs/red-team.md says is one to write down: `make redteam`."""
    from tests.threats.red_team.page import PAGE, rows

    _attack, outcomes, _test = rows(PAGE.read_text())[one.scenario]
    assert {outcome for outcome, _ in one.found} <= set(outcomes), f"{one.scenario} ended otherwise: make redteam"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[Any]:
    """Let the fixture know whether its play went through."""
    report = yield
    if report.when == "call":
        item.play_passed = report.passed  # type: ignore[attr-defined]
    return report


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "scenario(id, attack): which scenario of the red team a journey plays")
