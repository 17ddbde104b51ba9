"""Hold an installation against the book: each probe once, and of each rule the worst that its probes found."""

from collections.abc import Callable

from paravent.conformity.rulebook.findings import asks, failed
from paravent.conformity.rulebook.installation import Installation, NotHad
from paravent.conformity.rulebook.probes import PROBES, Probe
from paravent.conformity.rulebook.reading import Rule, rules
from paravent.conformity.terms import Checked, Finding, Result
from paravent.kernel.keyfile import KeyFileMissing, KeyFileOpen, KeyFileUnreadable

WORST_FIRST = tuple(Result)
SHOWN_BY_A_PERSON = "shown-by-a-person"
KEY_TROUBLE = {one.__name__ for one in (KeyFileMissing, KeyFileOpen, KeyFileUnreadable)}
"""What Paravent stops at rather than use a key that others could have read; keys-are-private names the file."""


def check(it: Installation, progress: Callable[[str], object] = lambda _: None) -> tuple[Checked, ...]:
    """Return what every rule comes to."""
    found = {name: asked(probe, it) for name, probe in PROBES.items()}
    checked = []
    for rule in rules().values():
        progress(rule.id)
        checked.append(of(rule, found))
    return tuple(checked)


def asked(probe: Probe, it: Installation) -> Finding:
    """Return what a probe finds. Where a fact could not be gathered it fails: what nobody could look at is not taken for met."""
    try:
        return probe(it)
    except NotHad as lacking:
        sentence = "key-refused" if lacking.trouble in KEY_TROUBLE else "not-gathered"
        return failed(sentence, fact=lacking.fact, trouble=lacking.trouble)


def of(rule: Rule, found: dict[str, Finding]) -> Checked:
    """Return what one rule comes to: what a person has to show is never passed by a program."""
    findings = tuple(found[name] for name in rule.probes)
    all_of_it = (*findings, asks(SHOWN_BY_A_PERSON)) if rule.person or not findings else findings
    return Checked(rule.id, min((one.result for one in all_of_it), key=WORST_FIRST.index), findings)
