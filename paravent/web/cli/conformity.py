"""conformity: hold this installation against the rule book, now, and say what is met, what is not, and what a person has to show.

Exit codes: 0, nothing failed; 1, something did, or what was to be verified does not hold.
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
from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.ledger import FAULTS, KEYS
from paravent.web.cli.preparing import open_django, opened
from paravent.web.cli.running import HOME

if TYPE_CHECKING:
    from paravent.conformity.terms import Report, Standing
    from paravent.ledger.notes import VerifierKey

COLOURS = {"fail": "red", "human": "yellow", "pass": "green", "not-applicable": "dim"}


@click.command(short_help="Hold this installation against the rules for telemedicine.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--language", type=click.Choice(["en", "de"]), default="en", show_default=True)
@click.option(
    "--evidence-pack",
    "pack",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write what a certifier begins with into this file (.zip).",
)
@click.option(
    "--test-results",
    "tests",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the release's tests came to (make test RESULTS=FILE), for the pack.",
)
@click.option(
    "--verify",
    "to_verify",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check a pack, or a report with its --proof, instead; needs no installation.",
)
@click.option("--proof", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The receipt of a report.")
@KEYS
@HOME
def conformity(
    as_json: bool,  # noqa: FBT001 (click's flag)
    language: str,
    pack: Path | None,
    tests: Path | None,
    to_verify: Path | None,
    proof: Path | None,
    keys: "tuple[VerifierKey, ...]",
    home: Path,
) -> None:
    """Hold this installation against the rules for telemedicine, and print failures first.

    Paravent is not certified. What a program cannot show is said to need a person, and never passes.
    """
    if to_verify:
        _verify(to_verify, proof, keys)
        return
    with opened(home.resolve()):
        open_django()
        report = _checked()
        if as_json:
            click.echo(json.dumps(_whole(report), indent=2, ensure_ascii=False))
        else:
            _show(report, language)
        if pack:
            _pack(report, pack, tests.read_bytes() if tests else b"")
    sys.exit(1 if report.has_failures else 0)


def _verify(path: Path, proof: Path | None, keys: "tuple[VerifierKey, ...]") -> None:
    from paravent.conformity.pack.proving import NotVouchedFor, proved, proved_pack
    from paravent.conformity.terms import Act
    from paravent.ledger.receipts import ReceiptRefused

    content = path.read_bytes()
    try:
        if proof:
            found = proved(content, proof.read_text("utf-8", "replace"), Act.PRINT, keys)
        else:
            found = proved_pack(content, keys)
    except ReceiptRefused as refused:
        raise CommandStopped(FAULTS[refused.fault]) from None
    except NotVouchedFor as wrong:
        raise CommandStopped(f"This does not hold: {wrong.__doc__}") from None
    leaf = found.receipt.leaf
    click.echo(
        f"This holds: entry {found.receipt.position + 1} of {found.head.origin} has its hash, since {leaf['at']}."
    )
    if not found.is_pinned:
        click.echo(f"Checked with the key in the receipt; compare it with what the practice made public: {found.key}")


def _pack(report: "Report", path: Path, tests: bytes) -> None:
    from django.conf import settings
    from django.db import connection  # noqa: TID251 (asks for the server's version)

    from paravent.conformity.operations import pack_evidence, receipt_of_pack
    from paravent.conformity.pack.assembling import contents, zipped
    from paravent.conformity.pack.proving import manifest_of
    from paravent.conformity.pack.tried import NotResults
    from paravent.papers.paper import documents
    from paravent.web.lifespan import sequence_and_keep

    version = connection.get_database_version()
    papers = [one for language in ("en", "de") for one in documents(language)]
    try:
        files = contents(report, papers, settings.PRACTICE_NAME, ".".join(str(part) for part in version), tests)
    except NotResults as wrong:
        raise CommandStopped(str(wrong.__doc__)) from None
    entry = pack_evidence(INSTALLATION, lambda _: manifest_of(files))
    sequence_and_keep()
    path.write_bytes(zipped(files, receipt_of_pack(entry)))
    click.echo(f"{path}: {len(files)} files, for whose hashes the log vouches (entry {entry}).", err=True)


def _checked() -> "Report":
    from paravent.conformity.operations import LOOKS, check_now

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Asking the installation", total=LOOKS)
        return check_now(INSTALLATION, lambda asked: bar.update(task, advance=1, description=asked))


def _whole(report: "Report") -> dict[str, Any]:
    return {"at": report.at and report.at.isoformat(), "rules": [_one(standing) for standing in report.standings]}


def _one(standing: "Standing") -> dict[str, Any]:
    from paravent.conformity.rulebook.reading import in_words, rules

    checked, rule = standing.checked, rules()[standing.checked.rule]
    return {
        "rule": rule.id,
        "asks": rule.asks.en,
        "source": rule.cited("en"),
        "mark": rule.mark.value,
        "result": checked.result.value,
        "since": standing.since.isoformat(),
        "evidence": [in_words(finding, "en") for finding in checked.findings],
        "person": rule.person.en if rule.person else None,
        "tests": list(rule.tests),
    }


def _show(report: "Report", language: str) -> None:
    from django.utils.translation import override

    # What the rule book says, it says in both languages; the words around it come from the catalogue.
    with override(language):
        console = Console()
        console.print(_found(report, language))
        console.print(", ".join(_counted(report)))
        console.print(_asvs(language))
        console.print(_honest(), style="dim")


def _found(report: "Report", language: str) -> Table:
    from django.utils.translation import gettext as _

    from paravent.conformity.rulebook.reading import in_words, rules
    from paravent.conformity.words import RESULTS

    table = Table(_("Rule"), _("How it stands"), _("since"), _("What was found"), show_lines=True)
    for standing in report.standings:
        checked, rule = standing.checked, rules()[standing.checked.rule]
        told = [in_words(one, language) for one in checked.findings if one.result is checked.result]
        # What only a person can show is said as well, where nothing failed before.
        person = [rule.person.said(language)] if rule.person and checked.result == "human" else []
        table.add_row(
            f"{rule.id}\n{rule.name.said(language)}",
            f"[{COLOURS[checked.result]}]{RESULTS[checked.result]}[/]",
            f"{standing.since:%Y-%m-%d}",
            "\n".join(told + person),
        )
    return table


def _counted(report: "Report") -> list[str]:
    from paravent.conformity.words import RESULTS

    return [f"{len(report.of(result))} {said}" for result, said in RESULTS.items()]


def _asvs(language: str) -> Table:
    from paravent.conformity.paper import asvs

    found = asvs(language)
    table = Table("OWASP ASVS 4.0.3", *found.heads)
    for total in found.totals:
        table.add_row(total.title, *(str(number) for number in total.numbers))
    return table


def _honest() -> str:
    from django.utils.translation import gettext as _

    from paravent.conformity.paper import honest

    return f"{honest()} {_('What a certifier would still ask for')}: docs/guide/conformity.md"
