"""Charters in words for pages: what is learned, and what its noise really protects."""

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from paravent.access.terms import Decision
from paravent.learning.privacy import at_most_right, epsilon
from paravent.learning.terms import Charter, Column, Kind, Letters
from paravent.noise.meaning import LITTLE
from paravent.rounds.terms import Progress, Site

KINDS: dict[Kind, Promise] = {
    Kind.LOGISTIC: gettext_lazy("Logistic regression: each fact adds to, or takes from, how likely it is"),
    Kind.BAYES: gettext_lazy("Naive Bayes: counts how often each fact occurs, with and without"),
}


REFUSED: dict[str, Promise] = {
    "rounds-need-noise": gettext_lazy(
        "Nobody can agree to it here: this practice takes part with noise alone (PARAVENT_ROUNDS_WITHOUT_NOISE is off)."
    ),
    "no-budget": gettext_lazy("Nobody can agree to it yet: this study has no budget."),
    "study-budget-is-spent": gettext_lazy(
        "Nobody can agree to it: it costs more than is left of this study's budget, which nobody refills. More noise, or fewer rounds, cost less."
    ),
    "year-budget-is-spent": gettext_lazy(
        "Nobody can agree to it now: it costs more than is left of what all studies together may tell of each patient in a year."
    ),
}


def cost_refused_in_words(decision: Decision) -> str:
    """Return why a charter's cost is refused; nothing where it is not."""
    return "" if decision.allowed else str(REFUSED[decision.reason])


def kind_in_words(charter: Charter) -> str:
    """Return which model is learned."""
    return str(KINDS[charter.kind])


def column_in_words(column: Column) -> str:
    """Return one fact that the model uses, and what is known of it."""
    if column.among:
        return _("%(name)s: one of %(values)s") % {"name": column.name, "values": ", ".join(column.among)}
    return _("%(name)s: from %(low)g to %(high)g %(unit)s") % {
        "name": column.name,
        "low": column.low,
        "high": column.high,
        "unit": column.unit,
    }


def protection_in_words(charter: Charter) -> str:
    """Return what protects one patient, in words: what a guess comes to at most."""
    if not charter.noise:
        return _(
            "No noise is added, so there is no ε: what protects here is only the masked sum. Nobody reads what one site adds up. But what one patient alone has, of all sites, can be read from"
            " the sums, and nothing limits how well whoever holds the model guesses whether somebody was learned from."
        )
    promise = epsilon(charter.rounds, charter.noise)
    right = f"{100 * at_most_right(promise):.3g}"
    words = {"epsilon": number_format(f"{promise:.2g}"), "right": number_format(right)}
    if promise >= LITTLE:
        return (
            _(
                "Noise is added, but so little that it protects little: whoever knows everything else may be right about one patient"
                " %(right)s times in 100 (ε = %(epsilon)s)."
            )
            % words
        )
    return (
        _(
            "Noise is added: whoever knows everything else, all other patients included, is right about whether one patient was learned"
            " from %(right)s times in 100 at most; a coin is right 50 times (ε = %(epsilon)s)."
        )
        % words
    )


def rounds_in_words(charter: Charter) -> str:
    """Return how many rounds there are."""
    return ngettext("%(count)s round", "%(count)s rounds", charter.rounds) % {"count": charter.rounds}


def did_in_words(site: Site) -> str:
    """Return what a site did last, as far as has come here."""
    if site.letter is None or site.came_at is None:
        return _("nothing has come from there")
    number = {"number": site.letter.place.round}
    said = {
        Letters.SEAT: _("took a seat"),
        Letters.SHARE: _("added its masked share in round %(number)s") % number,
        Letters.OPENING: _("opened its mask in round %(number)s") % number,
    }
    return f"{said[site.letter.says]}, {date_format(localtime(site.came_at), 'SHORT_DATETIME_FORMAT')}"


def progress_in_words(progress: Progress) -> str:
    """Return for whom a run waits."""
    if progress.is_over:
        return _("Everybody has opened the last round: the run is over.")
    if progress.waits is None:
        return _("Every letter that is due is there. It goes on as soon as the command runs at each site.")
    words = {"round": progress.waits.round, "sites": ", ".join(progress.waits.sites)}
    match progress.waits.what:
        case Letters.SEAT:
            return _("It waits for %(sites)s to take a seat.") % words
        case Letters.SHARE:
            return _("Round %(round)s waits for %(sites)s to add a share.") % words
        case _what:
            return _("Round %(round)s waits for %(sites)s to open the mask.") % words


def ways_in_words(progress: Progress) -> str:
    """Return what can be done about whoever does not come."""
    asks = _(
        "Ask there whether the command runs and reaches the letters. It goes on where it stopped; no letter is lost."
    )
    waits = progress.waits
    if waits and waits.what is not Letters.OPENING and waits.round <= 1:
        return f"{asks} {_('Whoever leads can go on without them, while three are left: paravent federate lead --without NAME.')}"
    return f"{asks} {_('After the first sum was opened nobody can go on without them: the model after the last whole round stands, and learning on needs a new charter.')}"
