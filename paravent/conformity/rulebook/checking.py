"""Hold an installation against the book: each probe once, and of each rule the worst that its probes found."""

from collections.abc import Callable

from paravent.conformity.rulebook.findings import asks
from paravent.conformity.rulebook.installation import Installation
from paravent.conformity.rulebook.probes import PROBES
from paravent.conformity.rulebook.reading import Rule, rules
from paravent.conformity.terms import Checked, Finding, Result

WORST_FIRST = tuple(Result)
SHOWN_BY_A_PERSON = "shown-by-a-person"


def check(it: Installation, progress: Callable[[str], object] = lambda _: None) -> tuple[Checked, ...]:
    """Return what every rule comes to."""
    found = {name: probe(it) for name, probe in PROBES.items()}
    checked = []
    for rule in rules().values():
        progress(rule.id)
        checked.append(of(rule, found))
    return tuple(checked)


def of(rule: Rule, found: dict[str, Finding]) -> Checked:
    """Return what one rule comes to: what a person has to show is never passed by a program."""
    findings = tuple(found[name] for name in rule.probes)
    all_of_it = (*findings, asks(SHOWN_BY_A_PERSON)) if rule.person or not findings else findings
    return Checked(rule.id, min((one.result for one in all_of_it), key=WORST_FIRST.index), findings)
