"""What a request is told of billing on pages of other packages: looked up every ten minutes at most."""

from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from paravent.access.terms import ANONYMOUS
from paravent.billing import operations, policy
from paravent.billing.queries import today
from paravent.billing.standing import QuarterView
from paravent.billing.words import warned_of
from paravent.tariff.quarters import Quarter

LOOKED_UP_FOR_SECONDS = 600


def warnings_today(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what whoever has to keep within limits is warned of: sentences, where to look, and whether one is exceeded."""
    actor = getattr(request, "actor", ANONYMOUS)
    if not policy.may_see_quarter(actor).allowed:
        return []
    name = remembered_as(actor.person)
    # False: looked up, and all is well. Sums and names of doctors alone are remembered, of no patient.
    found = cache.get(name)
    if found is None:
        view = operations.see_quarter(actor, Quarter.of(today()))
        found = view if warned_of(view) else False
        cache.set(name, found, LOOKED_UP_FOR_SECONDS)
    return [_warning(found)] if found else []


def _warning(view: QuarterView) -> dict[str, Any]:
    return {
        "is_alarm": view.meter.is_over or view.held_back > 0,
        "said": warned_of(view),
        "url": reverse("billing:bills" if view.held_back or view.recalled else "billing:quarter"),
        "label": gettext("Bills") if view.held_back or view.recalled else gettext("The quarter"),
    }


def remembered_as(person_id: UUID) -> str:
    """Return under which name it is remembered what is near for somebody."""
    return f"billing-near-{person_id}"
