"""Kinds and outcomes of requests in words, for pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.rights.terms import Kind, Outcome, WithheldFor

KINDS: dict[Kind, Promise] = {
    Kind.ACCESS: _("To know what is held about me, and who looked"),
    Kind.COPY: _("A copy of my file to take elsewhere"),
    Kind.CORRECTION: _("Something is wrong and should be corrected"),
    Kind.RESTRICTION: _("My file should be kept, and nothing else done with it"),
    Kind.ERASURE: _("My file should be erased"),
}
SHORT: dict[Kind, Promise] = {
    Kind.ACCESS: _("Access report"),
    Kind.COPY: _("Portable copy"),
    Kind.CORRECTION: _("Correction"),
    Kind.RESTRICTION: _("Restriction"),
    Kind.ERASURE: _("Erasure"),
}
ARTICLES: dict[Kind, str] = {
    Kind.ACCESS: "Art. 15",
    Kind.COPY: "Art. 20",
    Kind.CORRECTION: "Art. 16",
    Kind.RESTRICTION: "Art. 18",
    Kind.ERASURE: "Art. 17",
}
OUTCOMES: dict[Outcome, Promise] = {
    Outcome.FULFILLED: _("Done as asked"),
    Outcome.PARTLY: _("Done in part"),
    Outcome.REFUSED: _("Not done"),
}


GROUNDS: dict[WithheldFor, Promise] = {
    WithheldFor.VITAL: _("To protect the life or the health of a person"),
    WithheldFor.RIGHTS: _("To protect the rights of the colleague who looked"),
}


def kind_in_words(kind: Kind) -> str:
    """Return what is asked for, as the patient says it."""
    return str(KINDS[kind])


def kind_in_short(kind: Kind) -> str:
    """Return what is asked for as a heading, with its article of the GDPR."""
    return f"{SHORT[kind]} ({ARTICLES[kind]})"


def ground_of_withholding(ground: WithheldFor) -> str:
    """Return on which ground a name is withheld."""
    return str(GROUNDS[ground])


def outcome_in_words(outcome: Outcome) -> str:
    """Return how a request was answered."""
    return str(OUTCOMES[outcome])
