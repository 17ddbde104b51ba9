"""What every page knows."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from paravent.access.terms import ANONYMOUS, Role
from paravent.breaches.queries import clocks
from paravent.breaches.terms import Clock
from paravent.kernel import clock


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the practice's name, the demo flag, who reads, and where they may go."""
    user = getattr(request, "user", None)
    return {
        "demo": settings.PARAVENT_DEMO,
        "practice_name": settings.PRACTICE_NAME,
        "practice_phone": settings.PRACTICE_PHONE,
        "reader": getattr(user, "name", ""),
        "nav": _nav(request),
        # Asked when a whole page is drawn, not for each fragment.
        "clocks": partial(_clocks, request),
    }


def _clocks(request: HttpRequest) -> list[Clock]:
    """Return the clocks of breaches for those who answer for them: on every page, until the authority knows."""
    actor = getattr(request, "actor", ANONYMOUS)
    answers = actor.is_a(Role.DPO) or actor.is_a(Role.ADMINISTRATOR)
    return clocks(clock.now()) if answers else []


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    actor = getattr(request, "actor", ANONYMOUS)
    places = []
    if actor.is_a(Role.CLINICIAN) or actor.is_a(Role.RECEPTION):
        places.append((reverse("visits:day"), _("Today")))
        places.append((reverse("visits:book"), _("Book a visit")))
    if actor.is_a(Role.CLINICIAN):
        places.append((reverse("records:patients"), _("Patients")))
    if actor.is_a(Role.DPO):
        places.append((reverse("emergency:desk"), _("Desk")))
        places.append((reverse("breaches:breaches"), _("Breaches")))
    if actor.is_a(Role.ADMINISTRATOR):
        places.append((reverse("people:staff"), _("Staff")))
    if actor.is_a(Role.ADMINISTRATOR) or actor.is_a(Role.DPO):
        places.append((reverse("vigilance:desk"), _("Vigilance")))
        places.append((reverse("programs:programs"), _("Other programs")))
    if actor.roles & {Role.CLINICIAN, Role.RECEPTION, Role.DPO}:
        places.append((reverse("programs:mine"), _("Programs")))
    if actor.roles:
        places.append((reverse("own_accesses"), _("My accesses")))
    return [{"url": url, "label": label, "is_current": request.path == url} for url, label in places]
