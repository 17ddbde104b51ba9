"""What a release is asked for, refused for and made coarser by, in words for pages."""

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from paravent.releases.dossier import Leak
from paravent.releases.terms import (
    BANDS,
    HIDDEN,
    TEXTS,
    Column,
    Findings,
    Proposal,
    RecipientView,
    State,
    Texts,
    Why,
    Wish,
)
from paravent.research.terms import FEWEST, ROUNDED_TO, Plan, Threshold
from paravent.research.words import DATA

KIND_WORDS: dict[str, Promise] = {
    **DATA,
    "Composition": _("Notes"),
    "DocumentReference": _("Letters"),
}
COLUMNS: dict[Column, Promise] = {
    Column.SEX: _("Sex"),
    Column.BORN: _("Year of birth"),
    Column.PLACE: _("Place"),
    Column.DIED: _("Whether somebody died"),
}
NOT_AT_ALL = _("not at all")
RUNGS: dict[Column, tuple[Promise, ...]] = {
    Column.SEX: (_("as it is"), NOT_AT_ALL),
    Column.BORN: (_("the year"), _("5 years as one"), _("10 years as one"), _("20 years as one"), NOT_AT_ALL),
    Column.PLACE: (_("the first two digits of the postal code"), _("the first digit"), _("the country"), NOT_AT_ALL),
    Column.DIED: (_("as it is"), NOT_AT_ALL),
}
STATES: dict[State, tuple[Promise, str]] = {
    State.MEASURING: (_("is being measured"), "warn"),
    State.REFUSED: (_("refused: somebody could be found"), "bad"),
    State.WAITS: (_("waits for data protection"), "warn"),
    State.TURNED_DOWN: (_("turned down"), "bad"),
    State.HANDED_OUT: (_("handed out"), "good"),
    State.BEING_MADE: (_("is being made"), "warn"),
    State.READY: (_("ready"), "good"),
    State.GONE: (_("files deleted"), ""),
}
assert len(BANDS) == HIDDEN[Column.BORN]  # noqa: S101 (the words below name each of them)


def kinds(approved: Plan) -> list[tuple[str, Promise]]:
    """Return what a release of a study can be of, with its words: what was approved with it."""
    return [(kind, KIND_WORDS[kind]) for kind in (*approved.kinds, *(TEXTS if approved.texts else ()))]


def asked(wish: Wish) -> Iterator[tuple[Promise, Promise]]:
    """Yield how each column would leave."""
    for column in Column:
        yield COLUMNS[column], RUNGS[column][wish.rungs[column]]


def look_alike(wanted: Threshold, approved: Threshold) -> str:
    """Return how many have to look alike, beside what was approved with the study."""
    if wanted.fewest == approved.fewest:
        return gettext("%(fewest)s at least, as was approved with the study") % {"fewest": wanted.fewest}
    return gettext("%(fewest)s at least; %(approved)s were approved with the study") % {
        "fewest": wanted.fewest,
        "approved": approved.fewest,
    }


def why(found: Findings, asked: Threshold) -> Iterator[str]:
    """Yield why a release is refused."""
    if Why.TOO_FEW in found.why:
        yield gettext("Fewer than %(fewest)s patients are in it. No coarsening helps: ask about a larger group.") % {
            "fewest": asked.fewest
        }
    if Why.STAND_OUT in found.why:
        yield gettext(
            "%(below)s of about %(people)s patients look like fewer than %(fewest)s in all: they could be found."
        ) % {
            "below": few(found.below),
            "people": about(found.people),
            "fewest": asked.fewest,
        }
        if found.earlier:
            yield gettext(
                "Whoever holds what left before (%(earlier)s releases) is taken to lay it beside this one. Whoever is in one of them alone stands out by that."
            ) % {"earlier": found.earlier}
    yield from _why_of_diagnoses(found, asked)
    if Why.NO_TAGGER in found.why:
        yield gettext(
            "Texts leave only where this installation has a trained tagger (paravent deid train): without one, about one identifying word in eight stays."
        )


def _why_of_diagnoses(found: Findings, asked: Threshold) -> Iterator[str]:
    if Why.SAME_DIAGNOSIS in found.why:
        yield gettext(
            "In some group fewer than %(distinct)s different leading diagnoses are found: whoever is known to be in it would be known to have one of them. Tell people by less, or leave diagnoses out."
        ) % {"distinct": asked.diagnoses}
    if Why.FAR_FROM_ALL in found.why:
        yield gettext(
            "The diagnoses of some group are farther from everybody's than the study asks (%(farthest)s): being in it would tell something. Tell people by less, or leave diagnoses out."
        ) % {"farthest": asked.farthest}


def leak(counted_on: Leak, again: Iterable[Leak]) -> str:
    """Return how much of what identifies stays in texts, on what that was measured, and what later looks came to, which is not counted on."""
    measured = gettext(
        "about %(estimate)s (%(low)s to %(high)s), measured on public German letters, nothing told of the people."
    )
    later = gettext(
        "Looked at again, after what was left there had taught: %(estimate)s (%(low)s to %(high)s). It is not counted on: a test that taught is none any more."
    )
    return " ".join([measured % _two_digits(counted_on), *(later % _two_digits(look) for look in again)])


def _two_digits(look: Leak) -> dict[str, str]:
    return {name: f"{getattr(look, name):.2f}" for name in ("estimate", "low", "high")}


def of_texts(texts: Texts) -> Iterator[str]:
    """Yield what became of the texts of a release, and what comes of those that wait."""
    yield ngettext("%(number)s text left.", "%(number)s texts left.", texts.left) % {"number": texts.left}
    if texts.decided:
        yield ngettext(
            "%(number)s of them was read by a clinician before.",
            "%(number)s of them were read by a clinician before.",
            texts.decided,
        ) % {"number": texts.decided}
    if texts.spared:
        yield ngettext(
            "In these, the clinician let a word through at %(number)s place: it names nobody.",
            "In these, the clinician let words through at %(number)s places: they name nobody.",
            texts.spared,
        ) % {"number": texts.spared}
    if texts.held:
        yield ngettext(
            "%(number)s text waits for a clinician of the patient, since somebody may be left in it. Prepare the files anew later, and what was decided by then is among them.",
            "%(number)s texts wait for clinicians of the patients, since somebody may be left in them. Prepare the files anew later, and what was decided by then is among them.",
            texts.held,
        ) % {"number": texts.held}
    if stay := texts.kept + texts.named:
        yield ngettext("%(number)s text stays here.", "%(number)s texts stay here.", stay) % {"number": stay}
    yield gettext(
        "A text without a name still tells who it is to whoever knows part of the story: an accident in the newspaper, a rare illness in a small place, the order of events."
    )


def few(number: int) -> str:
    """Return a number of people so that nobody is singled out by it."""
    return (
        gettext("A few (seven or fewer)")
        if number <= FEWEST
        else gettext("About %(number)s") % {"number": about(number)}
    )


def about(number: int) -> int:
    """Return a number rounded to five."""
    return ROUNDED_TO * round(number / ROUNDED_TO)


def coarser(column: Column, rung: int, below: int) -> str:
    """Return what one coarser column would bring."""
    return gettext("%(column)s: %(how)s. Then %(below)s would still stand out.") % {
        "column": COLUMNS[column],
        "how": RUNGS[column][rung],
        "below": gettext("nobody") if not below else gettext("seven or fewer") if below <= FEWEST else about(below),
    }


def offered(wish: Wish, one: Proposal) -> list[str]:
    """Return what a proposal would change."""
    changed = [
        f"{COLUMNS[column]}: {RUNGS[column][one.rungs[column]]}"
        for column in Column
        if one.rungs[column] != wish.rungs[column]
    ]
    if one.leaves_out and one.left_out:
        changed.append(gettext("%(number)s patients who stand out are left out") % {"number": few(one.left_out)})
    if wish.texts and not one.texts:
        changed.append(gettext("without texts"))
    return changed or [gettext("nothing but that it is measured again")]


KEY_UNCLEAR = _(
    "This is no public key that can be used: RSA with 2048 bits or more, or EC on P-384, as text that begins with BEGIN PUBLIC KEY. A private key is not taken; whoever sent one needs a new one."
)


def key_state(one: RecipientView) -> tuple[str, str]:
    """Return how it stands with a recipient's key, and in which colour."""
    if one.ended_at:
        return gettext("ended"), ""
    if one.is_approved is None:
        return gettext("waits for data protection"), "warn"
    return (gettext("may fetch"), "good") if one.is_approved else (gettext("is not the recipient's"), "bad")


def in_fours(fingerprint: str) -> str:
    """Return a fingerprint so that it can be read out and compared."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
