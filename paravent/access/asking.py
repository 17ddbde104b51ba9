"""A request whose asker is known; the roof's middleware sees to that before any view runs."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from paravent.access.terms import Actor


class Asked(HttpRequest):
    """What every view of ours is given."""

    actor: Actor
    htmx: HtmxDetails
