"""What a request is told of limits on pages of other packages: looked up every ten minutes at most."""

from uuid import UUID

from django.core.cache import cache

from paravent.access.asking import Asked
from paravent.billing import operations, policy
from paravent.billing.queries import today
from paravent.billing.terms import QuarterView
from paravent.tariff.quarters import Quarter

LOOKED_UP_FOR_SECONDS = 600


def near_limits(request: Asked) -> QuarterView | None:
    """Return the quarter where a limit is near for its reader, and nothing where all is well."""
    actor = request.actor
    if not policy.may_see_quarter(actor).allowed:
        return None
    name = remembered_as(actor.person)
    # False: looked up, and all is well. Sums and names of doctors alone are remembered, of no patient.
    found = cache.get(name)
    if found is None:
        view = operations.see_quarter(actor, Quarter.of(today()))
        found = view if view.meter.is_near or view.meter.is_over or view.close_doctors else False
        cache.set(name, found, LOOKED_UP_FOR_SECONDS)
    return found or None


def remembered_as(person_id: UUID) -> str:
    """Return under which name it is remembered what is near for somebody."""
    return f"billing-near-{person_id}"
