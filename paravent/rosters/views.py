"""The roster by the week, and everybody's own hours."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paravent.access.asking import Asked
from paravent.kernel import clock
from paravent.people.queries import colleagues, teams
from paravent.rosters import operations
from paravent.rosters.forms import Hours, Upload
from paravent.rosters.importing import import_roster
from paravent.rosters.operations import begin
from paravent.rosters.terms import DutyView, RosterUnreadable, Week

OWN_WEEKS = 5


@require_GET
def this_week(request: Asked) -> HttpResponse:
    """Show the week we are in."""
    return _week(request, Week.of(_today()))


@require_GET
def week(request: Asked, name: str) -> HttpResponse:
    """Show who is on duty in a week, and offer to change it."""
    return _week(request, _named(name))


@require_POST
def add(request: Asked, name: str) -> HttpResponse:
    """Put hours of one person on the roster."""
    shown = _named(name)
    form = _hours(request, shown, request.POST)
    if not form.is_valid():
        return _week(request, shown, form=form)
    _tell(request, operations.add_duties(request.actor, form.shifts()))
    return redirect("rosters:week", name=name)


@require_POST
def repeat(request: Asked, name: str) -> HttpResponse:
    """Roster what the week before had."""
    _tell(request, operations.repeat_week(request.actor, _named(name)))
    return redirect("rosters:week", name=name)


@require_POST
def upload(request: Asked, name: str) -> HttpResponse:
    """Read a roster from a file."""
    form = Upload(request.POST, request.FILES)
    if not form.is_valid():
        return _week(request, _named(name), upload=form)
    try:
        _tell(request, import_roster(request.actor, form.cleaned_data["file"]))
    except RosterUnreadable as odd:
        return _week(request, _named(name), odd=[str(one) for one in odd.args])
    return redirect("rosters:week", name=name)


@require_POST
def remove(request: Asked, name: str, duty_id: UUID) -> HttpResponse:
    """Take hours off the roster."""
    operations.remove_duty(request.actor, duty_id)
    return redirect("rosters:week", name=_named(name).name)


@require_GET
def mine(request: Asked) -> HttpResponse:
    """Show when somebody is on duty themselves, from this week on."""
    first = Week.of(_today())
    weeks = [first.after(nth) for nth in range(OWN_WEEKS)]
    own = operations.see_own_hours(request.actor, begin(first), begin(first.after(OWN_WEEKS)))
    shown = [{"week": one, "until": one.days[-1], "duties": _of_week(own, one)} for one in weeks]
    return render(request, "rosters/mine.html", {"weeks": shown, "has_hours": bool(own)})


def _week(
    request: Asked,
    shown: Week,
    *,
    form: Hours | None = None,
    upload: Upload | None = None,
    odd: Iterable[str] = (),
) -> HttpResponse:
    duties = operations.list_roster(request.actor, begin(shown), begin(shown.after(1)))
    context: dict[str, Any] = {
        "week": shown,
        "before": shown.after(-1),
        "after": shown.after(1),
        "today": _today(),
        "people": _grid(duties, shown),
        "form": form or _hours(request, shown),
        "upload": upload or Upload(),
        "odd": odd,
        "is_over": shown.days[-1] < _today(),
        "self": request.actor.person,
    }
    is_wrong = odd or (form and form.errors) or (upload and upload.errors)
    return render(request, "rosters/week.html", context, status=422 if is_wrong else 200)


def _grid(duties: list[DutyView], shown: Week) -> list[dict[str, Any]]:
    """Return a row for everybody on the roster, by name, with a cell for each day."""
    people = sorted({(one.name, one.person_id) for one in duties})
    return [
        {
            "name": name,
            "person_id": person,
            "days": [
                (day, [one for one in duties if one.person_id == person and _day(one, shown) == day])
                for day in shown.days
            ],
        }
        for name, person in people
    ]


def _day(duty: DutyView, shown: Week) -> date:
    """Return the day on which hours are shown: that on which they begin, or this week's first."""
    return max(timezone.localdate(duty.starts_at), shown.monday)


def _of_week(duties: list[DutyView], shown: Week) -> list[DutyView]:
    return [one for one in duties if Week.of(timezone.localdate(one.starts_at)) == shown]


def _hours(request: Asked, shown: Week, said: Any = None) -> Hours:
    form = Hours(said, initial={"begins": "08:00", "ends": "16:00"})
    people = [(one.person_id, one.name) for one in colleagues() if one.person_id != request.actor.person]
    yesterday = timezone.localdate(clock.now() - timedelta(days=1))
    form.offer(people, list(teams()), [day for day in shown.days if day > yesterday])
    return form


def _tell(request: Asked, new: int) -> None:
    words = ngettext("%(new)s new entry is on the roster.", "%(new)s new entries are on the roster.", new)
    messages.success(request, words % {"new": new})


def _named(name: str) -> Week:
    try:
        return Week.named(name)
    except ValueError:
        raise Http404 from None


def _today() -> date:
    return timezone.localdate(clock.now())
