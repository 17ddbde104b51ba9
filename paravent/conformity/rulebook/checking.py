"""Hold an installation against the book: each probe once, and of each rule the worst that its probes found."""

from collections.abc import Callable, Mapping
from functools import partial

from paravent.conformity.rulebook.findings import asks, failed, met
from paravent.conformity.rulebook.installation import Installation, NotHad
from paravent.conformity.rulebook.probes import PROBES, Probe
from paravent.conformity.rulebook.reading import Rule, rules
from paravent.conformity.terms import REMINDED, Checked, Finding, Result
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
        checked.append(of(rule, found, it))
    return tuple(checked)


def asked(probe: Probe, it: Installation) -> Finding:
    """Return what a probe finds. Where a fact could not be gathered it fails: what nobody could look at is not taken for met."""
    try:
        return probe(it)
    except NotHad as lacking:
        sentence = "key-refused" if lacking.trouble in KEY_TROUBLE else "not-gathered"
        return failed(sentence, fact=lacking.fact, trouble=lacking.trouble)


def of(rule: Rule, found: Mapping[str, Finding], it: Installation) -> Checked:
    """Return what one rule comes to: what a person has to show is never passed by a program, only by what a person put on record."""
    findings = tuple(found[name] for name in rule.probes)
    if rule.person or not findings:
        findings = (*findings, asked(partial(by_a_person, rule), it))
    result = min((one.result for one in findings), key=WORST_FIRST.index)
    return Checked(rule.id, result, tuple(one for one in findings if one.sentence != SHOWN_BY_A_PERSON))


def by_a_person(rule: Rule, it: Installation) -> Finding:
    """Return whether somebody put on record what a person has to show, and whether that still counts."""
    shown = it.done.shown.get(rule.id)
    if shown is None:
        return asks(SHOWN_BY_A_PERSON)
    numbers = {"on": shown.done_on, "due": shown.due_on, "hash": shown.sha256[:12]}
    today = it.now.date()
    if shown.due_on < today:
        return asks("shown-lapsed", **numbers)
    return met("shown-ends-soon" if shown.due_on - today <= REMINDED else "shown-on-record", **numbers)
