"""A request whose asker is known; the roof's middleware sees to that before any view runs."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from paravent.access.terms import Actor, Purpose, Role


class Asked(HttpRequest):
    """What every view of ours is given."""

    actor: Actor
    htmx: HtmxDetails


def purpose_at_work(actor: Actor) -> Purpose:
    """Return what staff are at when they run a visit: clinicians treat, reception keeps the practice going."""
    return Purpose.TREATMENT if actor.is_a(Role.CLINICIAN) else Purpose.OPERATIONS
