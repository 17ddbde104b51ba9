"""Scopes, purposes and times in words that somebody can decide by."""

import re
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paravent.access.terms import Purpose
from paravent.programs.terms import Context, Lasting, Scope, Telling

BY_SCOPE = re.compile(r"scope(-(patient|system|user))+")

WHAT: dict[str, Promise] = {
    "*": gettext_lazy("everything in the file"),
    "Patient": gettext_lazy("name, birth date and contact"),
    "ChargeItem": gettext_lazy("billed codes"),
    "Claim": gettext_lazy("claims to payers"),
    "Coverage": gettext_lazy("who pays"),
    "Invoice": gettext_lazy("invoices"),
    "Observation": gettext_lazy("measurements and laboratory results"),
    "Condition": gettext_lazy("diagnoses"),
    "AllergyIntolerance": gettext_lazy("allergies"),
    "MedicationRequest": gettext_lazy("prescriptions"),
    "MedicationStatement": gettext_lazy("medication that is taken"),
    "Procedure": gettext_lazy("treatments"),
    "Immunization": gettext_lazy("vaccinations"),
    "DiagnosticReport": gettext_lazy("reports"),
    "DocumentReference": gettext_lazy("documents"),
    "Binary": gettext_lazy("what is in documents"),
    "Encounter": gettext_lazy("past visits"),
    "Appointment": gettext_lazy("appointments"),
    "Consent": gettext_lazy("what the patient agreed to"),
    "AuditEvent": gettext_lazy("who opened the file"),
    "Provenance": gettext_lazy("where entries come from"),
    "Practitioner": gettext_lazy("who works here"),
    "PractitionerRole": gettext_lazy("what people here do"),
    "Organization": gettext_lazy("practices and hospitals"),
}
PURPOSES: dict[Purpose, Promise] = {
    Purpose.TREATMENT: gettext_lazy("treatment"),
    Purpose.PAYMENT: gettext_lazy("billing"),
    Purpose.OPERATIONS: gettext_lazy("running the practice"),
}
LASTINGS: dict[Lasting, Promise] = {
    Lasting.ONCE: gettext_lazy("for ten minutes"),
    Lasting.ONLINE: gettext_lazy("as long as you are signed in, twelve hours at most"),
    Lasting.OFFLINE: gettext_lazy("for thirty days, also while you are away"),
}


def program_in_words(name: str) -> str:
    """Return how a program is named where people are."""
    return _("the program %(name)s of the practice") % {"name": name}


def purpose_in_words(purpose: Purpose) -> str:
    """Return what somebody works for."""
    return str(PURPOSES.get(purpose, purpose.value))


def lasting_in_words(lasting: Lasting) -> str:
    """Return how long a program may come back."""
    return str(LASTINGS[lasting])


def scopes_in_words(scopes: Iterable[Scope]) -> list[str]:
    """Return a sentence a scope: what a program does with which part of whose file."""
    return [_sentence(scope) for scope in scopes]


def telling_in_words(tells: Iterable[Telling], *, with_visit: bool) -> list[str]:
    """Return a sentence for each thing that a program is told besides what it reads."""
    told = set(tells)
    sentences = []
    if Telling.ENTRY in told:
        sentences.append(_("Is told who you are: your entry among those who work here"))
    elif Telling.WHO in told:
        sentences.append(_("Is told that it is you, under a number by which only this program knows you"))
    if with_visit:
        sentences.append(_("Is told which visit of the patient it is about, if there is one"))
    return sentences


def _sentence(scope: Scope) -> str:
    told = {"doing": _doing(scope.letters), "what": WHAT.get(scope.kind, scope.kind)}
    if scope.context is Context.PATIENT:
        return _("%(doing)s: %(what)s, of the one patient") % told
    if scope.context is Context.USER:
        return _("%(doing)s: %(what)s, of every patient whose file is open to you") % told
    return _("%(doing)s: %(what)s, of the patients of its teams") % told


def _doing(letters: str) -> str:
    reads, writes = set(letters) & set("rs"), set(letters) & set("cu")
    if "d" in letters:
        return _("Read, write and delete") if reads else _("Write and delete")
    if reads and writes:
        return _("Read and write")
    return _("Read") if reads else _("Write")


def reason_of_scope(reason: str) -> str:
    """Return one word for every reason of the log that is a program's scope; any other reason stays as it is."""
    return "scope" if BY_SCOPE.fullmatch(reason) else reason
