"""What may be asked, what is wrong with it, and what an answer's numbers are of, in words for pages."""

from itertools import pairwise

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from paravent.noise.questions import from_steps
from paravent.noise.terms import DECADES, SEXES, SIGNS, Flaw, Measure, Question, QuestionUnreadable

MEASURES: dict[Measure, Promise] = {
    Measure.COUNT: _("How many"),
    Measure.SEX: _("By sex"),
    Measure.AGE: _("By age"),
    Measure.FEATURES: _("By features"),
    Measure.SPREAD: _("Spread of a measurement"),
    Measure.MEAN: _("Mean of a measurement"),
}
SIGN_NAMES: dict[str, Promise] = {
    "systolic": _("Systolic blood pressure"),
    "diastolic": _("Diastolic blood pressure"),
    "pulse": _("Pulse"),
    "temperature": _("Temperature"),
    "oxygen-saturation": _("Oxygen saturation"),
    "weight": _("Weight"),
    "body-mass-index": _("Body mass index"),
    "hba1c": _("Haemoglobin A1c"),
}
SEX_NAMES: dict[str, Promise] = {
    "female": _("Women"),
    "male": _("Men"),
    "other": _("Other"),
    "unknown": _("Not known"),
}
FLAWS: dict[Flaw, Promise] = {
    Flaw.NO_FEATURES: _("Write one feature at least, one search a line."),
    Flaw.MANY_FEATURES: _("%(offered)s features at most: each makes the noise of all of them bigger."),
    Flaw.NO_SIGN: _("Choose a measurement."),
    Flaw.NO_NUMBER: _("Write numbers with spaces between them."),
    Flaw.BOUNDS: _("A mean needs two different bounds, the lower and the upper."),
    Flaw.EDGES: _("%(offered)s edges at most."),
    Flaw.IMPOSSIBLE: _("This measurement lies within %(offered)s."),
}


def flaw_in_words(unreadable: QuestionUnreadable) -> str:
    """Return what is wrong with a question, and what could stand there."""
    return str(FLAWS[unreadable.flaw]) % {"offered": unreadable.offered}


def asked_in_words(asked: Question) -> str:
    """Return what is asked, in one line."""
    if asked.measure is Measure.MEAN:
        low, high = (_number(asked, mark) for mark in asked.marks)
        named = {"what": _named(asked), "low": low, "high": high, "unit": SIGNS[asked.sign].shown_unit}
        return gettext("%(what)s: mean of the newest values, held between %(low)s and %(high)s %(unit)s") % named
    if asked.measure is Measure.SPREAD:
        return gettext("%(what)s: how the newest values are spread") % {"what": _named(asked)}
    return str(MEASURES[asked.measure])


def labels(asked: Question) -> list[str]:
    """Return of whom each number of an answer is."""
    match asked.measure:
        case Measure.SEX:
            return [str(SEX_NAMES[one]) for one in SEXES]
        case Measure.AGE:
            return [_decade(one) for one in DECADES]
        case Measure.FEATURES:
            return list(asked.features)
        case Measure.SPREAD:
            return _spread(asked)
        case _:
            return [gettext("People")]


def _decade(name: str) -> str:
    if name == "unknown":
        return gettext("Not known")
    first, _dash, last = name.partition("-")
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last} if last else gettext("90 and older")


def _spread(asked: Question) -> list[str]:
    unit, edges = SIGNS[asked.sign].shown_unit, [_number(asked, mark) for mark in asked.marks]
    between = [
        gettext("%(low)s to under %(high)s %(unit)s") % {"low": low, "high": high, "unit": unit}
        for low, high in pairwise(edges)
    ]
    under = gettext("under %(high)s %(unit)s") % {"high": edges[0], "unit": unit}
    over = gettext("%(low)s %(unit)s and more") % {"low": edges[-1], "unit": unit}
    return [gettext("Not measured"), under, *between, over]


def _named(asked: Question) -> str:
    return str(SIGN_NAMES[asked.sign])


def _number(asked: Question, mark: int) -> str:
    return str(number_format(from_steps(SIGNS[asked.sign], mark).normalize()))
