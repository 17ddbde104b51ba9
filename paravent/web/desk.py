"""The data-protection officer's desk: everything that waits for them, the most urgent first. Numbers alone, of nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from paravent.access.asking import Asked
from paravent.access.operation import operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow, refuse
from paravent.breaches import queries as breaches
from paravent.conformity import queries as conformity
from paravent.emergency import queries as emergency
from paravent.kernel import clock
from paravent.kernel.piles import Pile
from paravent.ledger.queries import times_ran_back
from paravent.programs import queries as programs
from paravent.releases import queries as releases
from paravent.reports import queries as reports
from paravent.research import queries as research
from paravent.rights import queries as rights
from paravent.rights.words import kind_in_short
from paravent.rounds import queries as rounds
from paravent.ties import queries as ties
from paravent.uses import queries as uses
from paravent.vigilance import queries as vigilance
from paravent.web.terms import Act

SOON = timedelta(days=3)
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One pile as a line of the desk: what it is, where it is worked on, and what else is to be known."""

    what: str
    place: str
    pile: Pile
    more: str = ""

    @property
    def url(self) -> str:
        """Where it is worked on."""
        return reverse(self.place, args=[self.pile.within] if self.pile.within else [])

    @property
    def is_late(self) -> bool:
        """Tell whether the first should have been done."""
        return self.pile.due_at is not None and self.pile.due_at <= clock.now()

    @property
    def is_soon(self) -> bool:
        """Tell whether the first has to be done within three days."""
        return self.pile.due_at is not None and self.pile.due_at <= clock.now() + SOON

    @property
    def urgency(self) -> tuple[datetime, datetime]:
        """What has a deadline comes first, the nearest on top; then what has waited for longest."""
        return self.pile.due_at or LAST, self.pile.since or LAST


@require_GET
def desk(request: Asked) -> HttpResponse:
    """Show the data-protection officer what waits for them, and whether the server's clock ran back."""
    return render(request, "desk.html", {"waiting": list_waiting(request.actor), "ran_back": times_ran_back()})


def list_waiting(actor: Actor) -> list[Waiting]:
    """Return what waits for this reader, the most urgent first. Row security counts what they may see."""
    with operation(Act.SEE_DESK, actor, Purpose.OPERATIONS) as op:
        op.require(allow("protects-data") if actor.is_a(Role.DPO) else refuse("only-dpo-watches"))
        found = [one for one in _everything(actor.person) if one.pile.number]
    return sorted(found, key=lambda one: one.urgency)


def asked_of(actor: Actor) -> tuple[int, int]:
    """Return how many questions somebody has not answered, and how many breaches wait for them as a second person: every page says so."""
    with unseen(Act.SEE_DESK, INSTALLATION, Purpose.OPERATIONS):
        questions = vigilance.pile_of_questions_to(actor.person).number
        return questions, vigilance.to_confirm(actor.person) if actor.is_a(Role.ADMINISTRATOR) else 0


def _everything(reader: UUID) -> Iterator[Waiting]:
    """Yield every kind of work, whether there is any or not: as many queries on a full desk as on an empty one."""
    yield Waiting(_("Breaches that are not closed"), "breaches:breaches", breaches.pile())
    yield Waiting(_("Emergencies to review"), "emergency:openings", emergency.pile_for(reader))
    yield Waiting(_("Vigilance cases"), "vigilance:desk", vigilance.pile_for(reader), _places(reader))
    yield Waiting(_("Questions about your own accesses"), "vigilance:mine", vigilance.pile_of_questions_to(reader))
    yield Waiting(_("Proposed explanations of accesses"), "vigilance:explanations", vigilance.pile_of_proposals())
    for kind, pile in rights.piles().items():
        what = _("Requests of patients: %(kind)s") % {"kind": kind_in_short(kind)}
        yield Waiting(what, "rights:desk", pile)
    yield Waiting(_("Reports of colleagues"), "reports:desk", reports.pile())
    yield Waiting(_("Patients proposed as notable"), "ties:notables", ties.pile())
    yield Waiting(_("Studies to decide about"), "research:desk", research.pile_for(reader))
    yield Waiting(_("Releases to hand out or turn down"), "releases:of_study", releases.pile_for(reader))
    yield Waiting(_("Keys of recipients to compare"), "releases:of_study", releases.pile_of_keys_for(reader))
    yield Waiting(_("Charters to agree to"), "rounds:of_study", rounds.pile_for(reader))
    yield Waiting(_("Withdrawals that a recipient has not acknowledged"), "uses:of_study", uses.pile())
    yield Waiting(_("Other programs to approve"), "programs:programs", programs.pile_for(reader))
    yield Waiting(_("Rules that are not kept"), "conformity:desk", conformity.pile())
    yield Waiting(_("Rules whose paper is due again"), "conformity:desk", conformity.pile_of_papers())


def _places(reader: UUID) -> str:
    taken, places = vigilance.places_taken(reader), vigilance.budget()
    return ngettext(
        "%(taken)s of this week's %(places)s place is taken.",
        "%(taken)s of this week's %(places)s places are taken.",
        places,
    ) % {"taken": taken, "places": places}
