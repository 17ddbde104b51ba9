"""What patients permit, and what is wrong with a question, in words for pages."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from paravent.consent.terms import Topic
from paravent.noise.terms import THOUSANDTHS
from paravent.research.terms import (
    CriteriaUnreadable,
    Flaw,
    Matter,
    Plan,
    Threshold,
    ThresholdTooLow,
    Turn,
    Undecided,
)
from paravent.uses.terms import CameOut, Kind

TOPICS: dict[Topic, Promise] = {
    Topic.RESEARCH_SCIENCE: _("Research by universities, hospitals and public institutes"),
    Topic.RESEARCH_INDUSTRY: _("Research by companies"),
    Topic.RESEARCH_AI: _("Programs that learn (artificial intelligence)"),
}


DATA: dict[str, Promise] = {
    "Condition": _("Diagnoses"),
    "Observation": _("Measurements and findings"),
    "MedicationRequest": _("Prescriptions"),
    "MedicationStatement": _("What is taken"),
    "Encounter": _("Visits"),
    "Procedure": _("Procedures"),
    "AllergyIntolerance": _("Allergies"),
    "Immunization": _("Vaccinations"),
    "DiagnosticReport": _("Reports of laboratory and imaging"),
}
EXITS: dict[Kind, tuple[Promise, Promise]] = {
    Kind.RELEASE: (
        _("Releases"),
        _("Rows of patients who permit it, without the people in them, for the recipients named above."),
    ),
    Kind.ANSWER: (
        _("Answers with noise"),
        _("Counts, distributions and means of groups, from which nobody sees whether a certain patient is in them."),
    ),
    Kind.ROUND: (
        _("Learning with other hospitals"),
        _("A model that three and more learn together. No row leaves: what others can read is the sum of all."),
    ),
}
"""By which ways data of a study may leave: what they are called, and what they are."""
LEAVES: dict[Kind, Promise] = {
    Kind.RELEASE: _("entries without names"),
    Kind.ANSWER: _("numbers about groups, made a little wrong by chance"),
    Kind.ROUND: _("what a program learned together with other hospitals, while the files stayed here"),
}


def data_in_words(plan: Plan) -> str:
    """Return of which data a study is."""
    return ", ".join(str(DATA[kind]) for kind in plan.kinds)


def leaves_in_words(plan: Plan) -> str:
    """Return what may leave by a study, beside rounded counts."""
    return "; ".join(str(LEAVES[one]) for one in plan.exits) or gettext("nothing but rounded numbers of patients")


def topic_in_words(topic: Topic) -> str:
    """Return what is permitted."""
    return str(TOPICS[topic])


def came_out_in_words(came: CameOut) -> str:
    """Return how often something came out by an exit, as everybody reads it."""
    said = {
        Kind.RELEASE: ngettext(
            "Once, entries of files went out, without names",
            "%(count)s times, entries of files went out, without names",
            came.number,
        ),
        Kind.ANSWER: ngettext(
            "%(count)s answer in numbers about groups, made a little wrong by chance",
            "%(count)s answers in numbers about groups, made a little wrong by chance",
            came.number,
        ),
        Kind.ROUND: ngettext(
            "%(count)s round in which a program learned; the files stayed here",
            "%(count)s rounds in which a program learned; the files stayed here",
            came.number,
        ),
    }
    return said[came.kind] % {"count": came.number}


def epsilon(cost: int) -> str:
    """Return a cost or a budget as ε."""
    return str(number_format(Decimal(cost) / THOUSANDTHS))


def left_in_words(left: Mapping[Kind, int]) -> list[str]:
    """Return what taking it back sets going, and what it cannot undo, one sentence each."""
    said = {
        Kind.RELEASE: ngettext(
            "%(count)s recipient has to delete your entries; below you see how far that is.",
            "%(count)s recipients have to delete your entries; below you see how far that is.",
            left.get(Kind.RELEASE, 0),
        ),
        Kind.ANSWER: ngettext(
            "%(count)s number that was told before stays told.",
            "%(count)s numbers that were told before stay told.",
            left.get(Kind.ANSWER, 0),
        ),
        Kind.ROUND: ngettext(
            "%(count)s model that learned from your file is not trained further.",
            "%(count)s models that learned from your file are not trained further.",
            left.get(Kind.ROUND, 0),
        ),
    }
    return [said[kind] % {"count": count} for kind, count in left.items() if count]


TURNS: dict[Turn, Promise] = {
    Turn.DPO: _("for data protection"),
    Turn.RESEARCHER: _("for the researcher"),
    Turn.CLINICIAN: _("for clinicians"),
}


def matter_in_words(waiting: Undecided) -> str:
    """Return what waits in a study for a decision."""
    said = {
        Matter.STUDY: gettext("This study, to approve or to turn down"),
        Matter.RELEASE: ngettext(
            "%(count)s release to hand out or to turn down",
            "%(count)s releases to hand out or to turn down",
            waiting.number,
        ),
        Matter.KEY: ngettext(
            "%(count)s key of a recipient to compare", "%(count)s keys of recipients to compare", waiting.number
        ),
        Matter.CHARTER: ngettext("%(count)s charter to agree to", "%(count)s charters to agree to", waiting.number),
        Matter.HANDED_OUT: ngettext(
            "%(count)s release was handed out: prepare its files",
            "%(count)s releases were handed out: prepare their files",
            waiting.number,
        ),
        Matter.TEXTS: gettext("Texts in which a name may stand, to be looked at"),
    }
    return said[waiting.matter] % {"count": waiting.number}


def turn_in_words(waiting: Undecided) -> str:
    """Return for whom something waits."""
    return gettext("for you") if waiting.is_mine else str(TURNS[waiting.turn])


FLAWS: dict[Flaw, Promise] = {
    Flaw.NOTHING: _("Write one search at least, as in the example."),
    Flaw.TOO_MANY: _("More than %(offered)s conditions together find persons, not groups."),
    Flaw.TYPE: _("Line %(line)s: searched are %(offered)s, then a question mark and conditions."),
    Flaw.PARAMETER: _("Line %(line)s: here there are only conditions on %(offered)s."),
    Flaw.FORM: _("Line %(line)s: %(offered)s does not have the form that it needs."),
    Flaw.NO_YEAR: _("Line %(line)s: dates of birth are years, such as ge1960."),
}


def flaw_in_words(unreadable: CriteriaUnreadable) -> str:
    """Return what is wrong with a question, in which line, and what could stand there."""
    return str(FLAWS[unreadable.flaw]) % {"line": unreadable.line, "offered": unreadable.offered}


def protection_in_words(asked: Threshold) -> list[str]:
    """Return what a study asks for whoever is in a release of it, one sentence each."""
    said = [
        gettext(
            "At least %(fewest)s patients of a release look alike by sex, year of birth, place and death (k): a guess who somebody is, is right once in %(fewest)s at most."
        )
        % {"fewest": asked.fewest}
    ]
    if asked.diagnoses > 1:
        said.append(
            gettext("Each group of them has at least %(distinct)s different leading diagnoses (l).")
            % {"distinct": asked.diagnoses}
        )
    if asked.farthest < 1:
        said.append(
            gettext("A group's diagnoses are at most %(farthest)s from everybody's (t, from 0 to 1).")
            % {"farthest": asked.farthest}
        )
    return said


def too_low_in_words(low: ThresholdTooLow) -> str:
    """Return why a study cannot ask for so few who look alike."""
    return gettext(
        "This practice lets nobody leave in a group of fewer than %(floor)s who look alike: in a smaller one, a guess "
        "about somebody is right too often. Nobody here can lower that for one study."
    ) % {"floor": low.floor}
