"""What every page knows."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from paravent.access.terms import ANONYMOUS, Role
from paravent.billing.asked import warnings_today
from paravent.breaches.queries import clocks
from paravent.breaches.terms import Clock
from paravent.conformity.operations import due_again
from paravent.conformity.terms import DUE_AGAIN
from paravent.doubts.operations import does_any_wait
from paravent.doubts.terms import ANY_WAITS
from paravent.drills.operations import offer_drill
from paravent.drills.terms import waits_for
from paravent.exercise.reading import scenarios
from paravent.kernel import clock
from paravent.research.words import EXITS as WAYS
from paravent.rights.queries import overdue
from paravent.uses.terms import Kind
from paravent.vigilance.terms import asks
from paravent.web.desk import asked_of

Place = tuple[AbstractSet[Role], str, Promise]

AT_WORK = frozenset({Role.CLINICIAN, Role.RECEPTION, Role.DPO, Role.RESEARCHER})
PLACES = (
    ({Role.CLINICIAN, Role.RECEPTION}, "visits:day", _("Today")),
    ({Role.CLINICIAN, Role.RECEPTION}, "visits:book", _("Book a visit")),
    ({Role.CLINICIAN}, "records:patients", _("Patients")),
    ({Role.CLINICIAN, Role.RECEPTION, Role.ADMINISTRATOR}, "billing:quarter", _("Billing")),
    ({Role.DPO}, "desk", _("Desk")),
    ({Role.ADMINISTRATOR}, "people:staff", _("Staff")),
    ({Role.ADMINISTRATOR}, "rosters:this_week", _("Roster")),
    ({Role.ADMINISTRATOR, Role.DPO}, "vigilance:desk", _("Vigilance")),
    ({Role.DPO}, "breaches:breaches", _("Breaches")),
    ({Role.DPO}, "rights:desk", _("Requests")),
    ({Role.RECEPTION}, "rights:corrections", _("Corrections")),
    ({Role.DPO}, "emergency:openings", _("Emergencies")),
    ({Role.DPO}, "reports:desk", _("Reports")),
    ({Role.DPO, Role.RESEARCHER}, "research:desk", _("Research")),
    ({Role.ADMINISTRATOR, Role.DPO}, "detours:trend", _("Detours")),
    ({Role.ADMINISTRATOR, Role.DPO}, "programs:programs", _("Other programs")),
    ({Role.ADMINISTRATOR, Role.DPO}, "conformity:desk", _("Conformity")),
    ({Role.ADMINISTRATOR}, "papers:papers", _("Papers")),
)
"""Where somebody works, by the roles for which it is; what they come to each day stands first."""

TEXTS: Place = ({Role.CLINICIAN}, "doubts:queue", _("Texts for research"))
"""Where a clinician goes only while something waits there."""

IN_THE_BAR = 5
"""Places that one line holds at 1280 px in German. Who has more finds the last ones behind *More*."""

ABOUT_ME = (
    ({Role.CLINICIAN, Role.RECEPTION, Role.DPO}, "programs:mine", _("Programs")),
    ({Role.CLINICIAN, Role.RECEPTION}, "ties:mine", _("Close to me")),
    (AT_WORK, "rosters:mine", _("My hours")),
    (AT_WORK | {Role.ADMINISTRATOR}, "drills:mine", _("Drills")),
    (AT_WORK | {Role.ADMINISTRATOR}, "study:survey", _("Survey")),
    (AT_WORK | {Role.ADMINISTRATOR}, "own_accesses", _("My accesses")),
)
"""What a page keeps about its reader alone, behind their name."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the practice's name, the demo flag, who reads, and where they may go."""
    user = getattr(request, "user", None)
    return {
        "demo": settings.PARAVENT_DEMO,
        "practice_name": settings.PRACTICE_NAME,
        "practice_phone": settings.PRACTICE_PHONE,
        "reader": getattr(user, "name", ""),
        "about_me": _nav(request, ABOUT_ME),
        # Asked when a whole page is drawn, not for each fragment.
        "nav": SimpleLazyObject(lambda: _bar(_nav(request, _places(request)))),
        "clocks": partial(_clocks, request),
        "works_on_breaches": getattr(request, "actor", ANONYMOUS).is_a(Role.DPO),
        "overdue_requests": partial(_overdue, request),
        "due_again": partial(_due_again, request),
        "asked": partial(_asked, request),
        "exits": EXITS,
        "studies_are_public": settings.STUDIES_PUBLIC,
        "also_today": partial(_also_today, request),
        "warnings_today": partial(warnings_today, request),
    }


def _places(request: HttpRequest) -> Sequence[Place]:
    """Return where somebody may work; texts for research only while any waits, which is looked up every ten minutes at most."""
    roles = getattr(request, "actor", ANONYMOUS).roles
    if Role.CLINICIAN not in roles or Role.RESEARCHER in roles:
        return PLACES
    return (*PLACES, TEXTS) if cache.get_or_set(ANY_WAITS, does_any_wait, LOOKED_UP_FOR_SECONDS) else PLACES


def _clocks(request: HttpRequest) -> list[Clock]:
    """Return the clocks of breaches for those who answer for them: on every page, until the authority knows."""
    actor = getattr(request, "actor", ANONYMOUS)
    answers = actor.is_a(Role.DPO) or actor.is_a(Role.ADMINISTRATOR)
    return clocks(clock.now()) if answers else []


def _overdue(request: HttpRequest) -> int:
    """Return how many requests of patients should have been answered, to who answers them."""
    return overdue(clock.now()) if getattr(request, "actor", ANONYMOUS).is_a(Role.DPO) else 0


def _due_again(request: HttpRequest) -> int:
    """Return for how many rules a paper is due again, to those who answer for them; looked up every ten minutes at most."""
    if not getattr(request, "actor", ANONYMOUS).roles & {Role.ADMINISTRATOR, Role.DPO}:
        return 0
    return cache.get_or_set(DUE_AGAIN, due_again, LOOKED_UP_FOR_SECONDS) or 0


def _asked(request: HttpRequest) -> dict[str, int]:
    """Return what whoever works here is asked in cases; looked up every minute at most, and anew once they answered."""
    actor = getattr(request, "actor", ANONYMOUS)
    if not actor.roles & (AT_WORK | {Role.ADMINISTRATOR, Role.PAUSED}):
        return {}
    questions, breaches = cache.get_or_set(asks(actor.person), partial(asked_of, actor), ASKED_FOR_SECONDS) or (0, 0)
    return {"questions": questions, "breaches": breaches}


EXITS = (
    (Kind.RELEASE, "releases:of_study", *WAYS[Kind.RELEASE]),
    (Kind.ANSWER, "answers:study", *WAYS[Kind.ANSWER]),
    (Kind.ROUND, "rounds:of_study", *WAYS[Kind.ROUND]),
)
"""By which ways data of a study may leave: its page leads to each."""

LOOKED_UP_FOR_SECONDS = 600
ASKED_FOR_SECONDS = 60


def _also_today(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what stands among a day's work besides visits: the drill that waits, looked up every ten minutes at most."""
    actor = getattr(request, "actor", ANONYMOUS)
    if not actor.roles & {Role.CLINICIAN, Role.RECEPTION}:
        return []
    known = cache.get(waits_for(actor.person))
    if known is None:
        found = offer_drill(actor)
        known = (str(found.drill_id), found.scenario.id, found.offered_at) if found else ()
        cache.set(waits_for(actor.person), known, LOOKED_UP_FOR_SECONDS)
    return [_row(*known)] if known else []


def _row(drill_id: str, scenario_id: str, offered_at: datetime) -> dict[str, Any]:
    scenario = scenarios()[scenario_id]
    said = scenario.row.said((get_language() or "en")[:2])
    url = reverse("drills:drill", args=[drill_id])
    return {"url": url, "at": offered_at, "name": scenario.called or _("Notice"), "said": said}


def _nav(request: HttpRequest, offered: Sequence[Place]) -> list[dict[str, Any]]:
    """Return the places that are for somebody in one of their roles, and in which of them they are: a case is in *Vigilance*."""
    roles = getattr(request, "actor", ANONYMOUS).roles
    places = [(reverse(name), label) for ours, name, label in offered if roles & ours]
    here = max((url for url, _label in places if request.path.startswith(url)), key=len, default="")
    current = "page" if request.path == here else "true"
    return [{"url": url, "label": label, "current": current if url == here else ""} for url, label in places]


def _bar(places: list[dict[str, Any]]) -> dict[str, Any]:
    """Return which places stand in the bar and which are folded away: never one alone, since *More* takes its room."""
    shown = len(places) if len(places) <= IN_THE_BAR else IN_THE_BAR - 1
    folded = places[shown:]
    return {"shown": places[:shown], "folded": folded, "is_in_folded": any(place["current"] for place in folded)}
