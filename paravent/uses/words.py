"""Uses in words for patients and for those who answer for them."""

import re
from collections.abc import Mapping
from math import exp

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paravent.noise.meaning import LITTLE
from paravent.programs.words import WHAT
from paravent.uses.terms import Held, Kind, Owing, OwnUse, Stand, Taken, Taker, Told

NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?(e\+\d{1,2})?")
KINDS: dict[Kind, Promise] = {
    Kind.RELEASE: gettext_lazy("Entries of your file went out, without your name"),
    Kind.ANSWER: gettext_lazy("You were counted in an answer"),
    Kind.ROUND: gettext_lazy("A program learned from your file, which stayed here"),
}
WITHOUT_NAMES: dict[str, Promise] = {
    "Patient": gettext_lazy("sex, age and area, made coarse (no name, no address)"),
}
"""What is different in a release from what a program in the practice reads."""
EXITS: dict[Kind, Promise] = {
    Kind.RELEASE: gettext_lazy("Release of rows"),
    Kind.ANSWER: gettext_lazy("Answer with noise"),
    Kind.ROUND: gettext_lazy("Round of learning"),
}
PROTECTED: dict[Kind, Promise] = {
    Kind.RELEASE: gettext_lazy(
        "Instead of your name stands a number that is used this one time. Dates are moved, and what could name you was taken out."
    ),
    Kind.ANSWER: gettext_lazy("What went out are numbers about many people, made a little wrong by chance."),
    Kind.ROUND: gettext_lazy("What went out is what the program learned from all together, and nothing of your file."),
}
STANDS: dict[Stand, Promise] = {
    Stand.IN: gettext_lazy("in use"),
    Stand.STAYS: gettext_lazy("taken back; not used further"),
    Stand.WAITS: gettext_lazy("taken back; the recipient has to delete it"),
    Stand.FETCHED: gettext_lazy("taken back; the recipient knows, and has not said yet that it is deleted"),
    Stand.DONE: gettext_lazy("taken back; the recipient says that it is deleted"),
}
STAYS: dict[Kind, Promise] = {
    Kind.RELEASE: gettext_lazy(
        "The recipient knew nobody by a number, so there is nothing of yours that it could delete."
    ),
    Kind.ANSWER: gettext_lazy("The number was told and cannot be taken back. You are in no further one."),
    Kind.ROUND: gettext_lazy(
        "What a program has learned cannot be unlearned. This model is not trained further from here."
    ),
}


def kind_for_patient(use: OwnUse) -> str:
    """Return what was done, as a patient reads it."""
    return str(KINDS[use.told.kind])


def exit_in_words(told: Told) -> str:
    """Return by which exit it came out."""
    return str(EXITS[told.kind])


def stand_in_words(stand: Stand) -> str:
    """Return how far it is with a patient's part."""
    return str(STANDS[stand])


TAKERS: dict[Taker, Promise] = {
    Taker.RECIPIENT: gettext_lazy("by the recipient"),
    Taker.RESEARCHER: gettext_lazy("by the researcher here"),
}


HELD: dict[Stand, Promise] = {
    Stand.WAITS: gettext_lazy("has to delete it, and has not asked for the list yet"),
    Stand.FETCHED: gettext_lazy("knows that it has to delete it, and has not said yet that it did"),
    Stand.DONE: gettext_lazy("says that it is deleted"),
}


def taker_in_words(taken: Taken) -> str:
    """Return who took the files."""
    return _("by %(who)s") % {"who": taken.recipient} if taken.recipient else str(TAKERS[taken.by])


def has_named_holders(use: OwnUse) -> bool:
    """Tell whether it is known by name who has to delete a patient's part."""
    return any(held.recipient for held in use.held)


def holder_in_words(one: Held | Owing) -> str:
    """Return who has the rows of a use."""
    return one.recipient or _("Whoever was given it in another way")


def held_in_words(held: Held) -> str:
    """Return how far it is with a patient's part at one recipient."""
    return str(HELD[held.stand])


def why_it_stays(use: OwnUse) -> str:
    """Return what cannot be undone, where that is so."""
    return str(STAYS[use.told.kind]) if use.stand is Stand.STAYS else ""


def what_left(told: Told) -> str:
    """Return of what sort the entries are that were used; nothing where it was not told."""
    kinds = told.facts.get("kinds", "").split()
    return ", ".join(str(WITHOUT_NAMES.get(kind, WHAT[kind])) for kind in kinds if kind in WHAT)


def protections(told: Told) -> list[str]:
    """Return what protects those who took part, one sentence each; numbers stand in them as they are."""
    return [str(PROTECTED[told.kind]), *_measured(told.kind, told.facts)]


def _measured(kind: Kind, facts: Mapping[str, str]) -> list[str]:
    found = []
    if k := facts.get("k"):
        found.append(
            _("By what others may know of you, you look like at least %(others)s others in it (k = %(k)s).")
            % _others(k)
        )
    if NUMBER.fullmatch(epsilon := facts.get("epsilon", "")):
        times = f"{exp(min(float(epsilon), LITTLE)):.2g}"
        found.append(_blurred(float(epsilon)) % {"times": number_format(times), "epsilon": number_format(epsilon)})
    elif kind is Kind.ROUND:
        found.append(_("There is no ε: no noise was added, and what protects you here is only the masked sum."))
    if model := facts.get("model"):
        words = {"model": model, "round": facts.get("round", "1"), "of": facts.get("of", "")}
        if words["of"] in ("", "1"):
            found.append(_("Model %(model)s, round %(round)s.") % words)
        else:
            found.append(
                _("Model %(model)s, round %(round)s of %(of)s; what is said here holds for all of them together.")
                % words
            )
    return found


def _others(k: str) -> dict[str, object]:
    return {"others": int(k) - 1 if k.isdecimal() else k, "k": k}


def _blurred(epsilon: float) -> str:
    if epsilon >= LITTLE:
        return _("The noise protects little by itself at this size (ε = %(epsilon)s).")
    return _("Whether you were in it or not makes any answer at most %(times)s times as likely (ε = %(epsilon)s).")
