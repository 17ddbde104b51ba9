"""conformity: hold this installation against the rule book, now, and say what is met, what is not, and what a person has to show.

Exit codes: 0, nothing failed; 1, something did.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from paravent.access.terms import INSTALLATION
from paravent.web.cli.preparing import open_django, opened
from paravent.web.cli.running import HOME

if TYPE_CHECKING:
    from paravent.conformity.terms import Report, Standing

COLOURS = {"fail": "red", "human": "yellow", "pass": "green", "not-applicable": "dim"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--language", type=click.Choice(["en", "de"]), default="en", show_default=True)
@HOME
def conformity(as_json: bool, language: str, home: Path) -> None:  # noqa: FBT001 (click's flag)
    """Hold this installation against the rules for telemedicine, and print failures first.

    Paravent is not certified. What a program cannot show is said to need a person, and never passes.
    """
    with opened(home.resolve()):
        open_django()
        report = _checked()
        if as_json:
            click.echo(json.dumps(_whole(report), indent=2, ensure_ascii=False))
        else:
            _show(report, language)
    sys.exit(1 if report.has_failures else 0)


def _checked() -> "Report":
    from paravent.conformity.operations import check_now
    from paravent.conformity.rulebook.reading import rules

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Asking the installation", total=len(rules()))
        return check_now(INSTALLATION, lambda rule: bar.update(task, advance=1, description=rule))


def _whole(report: "Report") -> dict[str, Any]:
    return {"at": report.at and report.at.isoformat(), "rules": [_one(standing) for standing in report.standings]}


def _one(standing: "Standing") -> dict[str, Any]:
    from paravent.conformity.rulebook.reading import in_words, rules

    checked, rule = standing.checked, rules()[standing.checked.rule]
    return {
        "rule": rule.id,
        "asks": rule.asks.en,
        "source": rule.source,
        "mark": rule.mark.value,
        "result": checked.result.value,
        "since": standing.since.isoformat(),
        "evidence": [in_words(finding, "en") for finding in checked.findings],
        "person": rule.person.en if rule.person else None,
        "tests": list(rule.tests),
    }


def _show(report: "Report", language: str) -> None:
    from paravent.conformity.rulebook.reading import in_words, rules

    table = Table("rule", "result", "since", "what was found", show_lines=True)
    for standing in report.standings:
        checked, rule = standing.checked, rules()[standing.checked.rule]
        told = [in_words(one, language) for one in checked.findings if one.result is checked.result]
        # What only a person can show is said as well, where nothing failed before.
        person = [rule.person.said(language)] if rule.person and checked.result == "human" else []
        colour = COLOURS[checked.result]
        since = f"{standing.since:%Y-%m-%d}"
        table.add_row(
            f"{rule.id}\n{rule.name.said(language)}",
            f"[{colour}]{checked.result}[/]",
            since,
            "\n".join(told + person),
        )
    console = Console()
    console.print(table)
    counted = {colour: sum(one.checked.result == colour for one in report.standings) for colour in COLOURS}
    console.print(", ".join(f"{number} {result}" for result, number in counted.items()))
    console.print(
        "Paravent is not certified: docs/guide/conformity.md says what a certifier would still ask for.", style="dim"
    )
