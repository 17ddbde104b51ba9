"""How it stands with visits, their seats and links: counts and times of nobody, for whoever holds the installation against rules."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, Min, OuterRef, Q

from paravent.access.terms import Role
from paravent.consent.queries import visits_agreed_to
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.kernel.retention import REQUESTS
from paravent.people.standing import not_known, who_ever_was
from paravent.visits.models import Invitation, Party, Summary, Visit, Withheld
from paravent.visits.terms import PartyKind, PartyState, Status


def connections_since() -> tuple[datetime | None, datetime | None]:
    """Return when the oldest visits ended of which it is still kept who sat there, and by which link."""
    seats = Visit.objects.filter(Exists(Party.objects.filter(visit_id=OuterRef("pk"))))
    links = Visit.objects.filter(Exists(Invitation.objects.filter(visit_id=OuterRef("pk"))))
    return seats.aggregate(at=Min("ends_at"))["at"], links.aggregate(at=Min("ends_at"))["at"]


def seats_without_consent() -> int:
    """Return how many patients were admitted to a visit for which nobody agreed."""
    admitted = Party.objects.filter(kind=PartyKind.PATIENT, admitted_at__isnull=False)
    return admitted.exclude(visit_id__in=visits_agreed_to(Topic.VIDEO_CONSULTATION)).count()


def links_too_long(longest: timedelta) -> int:
    """Return how many links go on for longer than this, or go on although their visit was cancelled."""
    live = Invitation.objects.filter(revoked_at=None, valid_until__gt=clock.now())
    cancelled = Q(visit_id__in=Visit.objects.filter(status=Status.CANCELLED).values("id"))
    return live.filter(Q(valid_until__gt=F("valid_from") + longest) | cancelled).count()


def seats_not_let_in() -> int:
    """Return how many sit in a consultation whom nobody let in."""
    return Party.objects.filter(state=PartyState.ADMITTED, admitted_at=None).count()


def seats_of_others() -> int:
    """Return how many sat on the clinician's side and never were clinicians."""
    return Party.objects.filter(kind=PartyKind.CLINICIAN).exclude(staff_id__in=who_ever_was(Role.CLINICIAN)).count()


def patients_seen() -> tuple[int, int]:
    """Return how many patients were let into a consultation, as far as it is kept who sat there, and of how many nobody noted how they are known."""
    seen = Party.objects.filter(kind=PartyKind.PATIENT, admitted_at__isnull=False).values("patient_id").distinct()
    return seen.count(), not_known(seen)


def first_due() -> dict[str, datetime | None]:
    """Return when the first summary and the first withheld name are due to go, by their terms in the register."""
    withheld = Withheld.objects.aggregate(at=Min("ends_at"))["at"]
    return {
        "summaries": Summary.objects.aggregate(at=Min("readable_until"))["at"],
        "names-withheld": withheld and withheld + REQUESTS,
    }
