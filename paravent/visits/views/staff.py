"""The day, booking, the link, the waiting room, the note: what staff do with visits."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked, purpose_at_work
from paravent.access.terms import Purpose, Refused, Role
from paravent.kernel import clock
from paravent.kernel.ids import PartyId, PatientId, PersonId, VisitId
from paravent.people import operations as people
from paravent.people.queries import colleagues, teams
from paravent.people.terms import Identity, VerifiedHow
from paravent.tariff.terms import Occasion
from paravent.visits import operations
from paravent.visits.forms import Booking, NewPatient, Referral, Verification
from paravent.visits.planning import Span, first_free
from paravent.visits.terms import SlotTaken, Status, TimeImpossible, VisitView
from paravent.visits.views.shown import calendar_file, invitation_context

ONE_DAY = timedelta(days=1)
CENTURY = timedelta(days=36525)
QUARTER = timedelta(minutes=15)
USUAL_LENGTH = timedelta(minutes=20)


@require_GET
def day(request: Asked) -> HttpResponse:
    """Show a day's visits: the clinician's own, everybody's for reception."""
    wanted = _day_named(request.GET.get("on", ""))
    own = PersonId(request.actor.person) if request.actor.is_a(Role.CLINICIAN) else None
    visits = operations.list_day(request.actor, Purpose.OPERATIONS, day=wanted, clinician_id=own)
    context = {
        "visits": visits,
        "waiting": [visit for visit in visits if visit.waiting_since],
        "day": wanted,
        "before": wanted - ONE_DAY,
        "after": wanted + ONE_DAY,
        "is_today": wanted.date() == timezone.localdate(),
        "may_start": request.actor.is_a(Role.CLINICIAN),
    }
    return render(request, "visits/_day.html" if request.htmx else "visits/day.html", context)


def _day_named(text: str) -> datetime:
    """Return noon of the day that an address names; of today, where it names none or one of another century."""
    today = timezone.localdate()
    try:
        day = parse_date(text) or today
    except ValueError:  # a well-formed date that no calendar has
        day = today
    if abs(day - today) > CENTURY:
        day = today
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001 (made aware at once)


@require_http_methods(["GET", "POST"])
def start(request: Asked) -> HttpResponse:
    """Start a visit now, with a known patient or with whoever gets the link. An address typed or reloaded starts none."""
    if request.method == "GET":
        return redirect("visits:day")
    patient = PatientId(_posted_id(request, "patient")) if request.POST.get("patient") else None
    said = request.POST.get("occasion", "")
    occasion = Occasion(said) if said in set(Occasion) else Occasion.ORDINARY
    visit = operations.start_now(request.actor, Purpose.TREATMENT, patient, occasion=occasion)
    return redirect("calls:consult", visit_id=visit.visit_id)


@require_http_methods(["GET", "POST"])
def book(request: Asked) -> HttpResponse:
    """Book a visit."""
    form = Booking(request.POST) if request.method == "POST" else Booking(initial=_initial(request))
    form.offer(_clinicians(request))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("calls:consult", visit_id=_booked(request, form))
        except SlotTaken:
            _offer_free(request, form)
        except Refused as refused:
            if refused.reason != "patient-said-no":
                raise
            form.add_error(
                "clinician",
                _(
                    "This patient does not want to be seen by this colleague. Choose another, or ask the patient to let them in again."
                ),
            )
        except TimeImpossible:
            form.add_error("time", _("A visit starts in the future and lasts between 5 minutes and 4 hours."))
    status = 422 if form.errors else 200
    chosen = request.POST.get("patient_name", "")
    return render(request, "visits/book.html", {"form": form, "chosen": chosen}, status=status)


def _offer_free(request: Asked, form: Booking) -> None:
    """Say that the time is taken, and put the next one that is free into the form: sent again, it books that."""
    wanted, length = form.cleaned_data["starts_at"], form.cleaned_data["length"]
    free = first_free(_spans_on(request, form.cleaned_data["clinician"], wanted), wanted, length)
    if free is None:
        form.add_error("time", _("There is another visit at that time, and none is free later that day."))
        return
    form.data = {**request.POST.dict(), "time": free.strftime("%H:%M")}
    said = _("%(wanted)s is taken. The next free time is %(free)s: book it, or choose another.")
    clocks = {"wanted": date_format(wanted, "TIME_FORMAT"), "free": date_format(free, "TIME_FORMAT")}
    form.add_error("time", said % clocks)


def _spans_on(request: Asked, clinician: str, day: datetime) -> list[Span]:
    """Return from when until when a clinician is not free on a day."""
    return [(visit.starts_at, visit.ends_at) for visit in _booked_on(request, PersonId(UUID(clinician)), day)]


def _booked_on(request: Asked, clinician: PersonId, day: datetime) -> list[VisitView]:
    visits = operations.list_day(request.actor, Purpose.OPERATIONS, day=day, clinician_id=clinician)
    # Who was seen just so was not booked, and hinders nobody from being so.
    return [visit for visit in visits if visit.status != Status.CANCELLED and not visit.is_spontaneous]


def _booked(request: Asked, form: Booking) -> VisitId:
    visit = operations.book_visit(
        request.actor,
        Purpose.OPERATIONS,
        patient_id=PatientId(form.cleaned_data["patient"]),
        clinician_id=PersonId(UUID(form.cleaned_data["clinician"])),
        starts_at=form.cleaned_data["starts_at"],
        length=form.cleaned_data["length"],
        reason=form.cleaned_data["reason"],
        occasion=form.cleaned_data["occasion"],
    )
    return visit.visit_id


@require_GET
def taken(request: Asked) -> HttpResponse:
    """Say when a clinician is not free on a day, beside the booking form."""
    try:
        clinician = PersonId(UUID(request.GET.get("clinician", "")))
    except ValueError:
        return HttpResponse(status=422)
    day = _day_named(request.GET.get("day", ""))
    return render(request, "visits/_taken.html", {"visits": _booked_on(request, clinician, day)})


def _initial(request: Asked) -> dict[str, object]:
    soon = timezone.localtime(clock.now()) + QUARTER
    at = soon.replace(minute=soon.minute // 15 * 15, second=0, microsecond=0)
    everybody = [clinician for clinician, _name in _clinicians(request)]
    own = str(request.actor.person)
    clinician = own if own in everybody else next(iter(everybody), "")
    if clinician:
        at = first_free(_spans_on(request, clinician, at), at, USUAL_LENGTH) or at
    return {"day": at.date(), "time": at.strftime("%H:%M"), "clinician": clinician}


def _clinicians(request: Asked) -> list[tuple[str, str]]:
    everybody = [(str(one.person_id), one.name) for one in colleagues(Role.CLINICIAN)]
    if request.actor.is_a(Role.RECEPTION):
        return everybody
    return [choice for choice in everybody if choice[0] == str(request.actor.person)]


@require_POST
def find_patient(request: Asked) -> HttpResponse:
    """Search patients by name or birth date. By POST: a name does not belong in a URL."""
    text = request.POST.get("q", "").strip()
    found = people.search_patients(request.actor, Purpose.OPERATIONS, text) if len(text) > 1 else []
    context = {
        "found": found,
        "text": text,
        "for": request.POST.get("for", "book"),
        "visit_id": request.POST.get("visit"),
        "keeps_word": request.actor.is_a(Role.RECEPTION),
    }
    return render(request, "visits/_found_patients.html", context)


@require_http_methods(["GET", "POST"])
def new_patient(request: Asked) -> HttpResponse:
    """Register a patient and go on booking for them."""
    form = NewPatient(request.POST or None)
    form.offer(teams())
    if request.method == "POST" and form.is_valid() and _is_new(request, form):
        team = form.cleaned_data.pop("team")
        identity = Identity(**form.cleaned_data)
        patient_id = people.register_patient(request.actor, Purpose.OPERATIONS, identity, team=team)
        booking = Booking(initial=_initial(request) | {"patient": patient_id})
        booking.offer(_clinicians(request))
        return render(request, "visits/book.html", {"form": booking, "chosen": form.cleaned_data["name"]})
    return render(request, "visits/new_patient.html", {"form": form}, status=422 if form.errors else 200)


def _is_new(request: Asked, form: NewPatient) -> bool:
    """Tell whether nobody of this name and birth date is registered, or whether it is said to be somebody else."""
    # A page loaded again, or a colleague at the next desk, would make a second file of one person.
    if form.cleaned_data.pop("is_another"):
        return True
    name, born = form.cleaned_data["name"], form.cleaned_data["birth_date"]
    typed = f"{name} {born.isoformat()}" if born else name
    found = people.search_patients(request.actor, Purpose.OPERATIONS, typed)
    if any(one.identity.name.casefold() == name.casefold() and one.identity.birth_date == born for one in found):
        form.ask_whether_known()
        return False
    return True


@require_GET
def invitation(request: Asked, visit_id: UUID) -> HttpResponse:
    """Show the link of a visit as link, QR code and texts ready to send."""
    return _invitation(request, VisitId(visit_id))


def _invitation(request: Asked, visit_id: VisitId, **more: object) -> HttpResponse:
    found = operations.show_invitation(request.actor, Purpose.OPERATIONS, visit_id)
    visit = operations.see_visit(request.actor, Purpose.OPERATIONS, visit_id)
    context = {"visit": visit, **invitation_context(visit, found), **more}
    return render(request, "visits/_invitation.html" if request.htmx else "visits/invitation.html", context)


@require_POST
def renew_invitation(request: Asked, visit_id: UUID) -> HttpResponse:
    """Make a new link; the earlier one stops working."""
    operations.renew_invitation(request.actor, Purpose.OPERATIONS, VisitId(visit_id))
    return _invitation(request, VisitId(visit_id))


@require_POST
def revoke_invitation(request: Asked, visit_id: UUID) -> HttpResponse:
    """Take the link back."""
    operations.revoke_invitation(request.actor, Purpose.OPERATIONS, VisitId(visit_id))
    return _invitation(request, VisitId(visit_id))


@require_POST
def send_invitation(request: Asked, visit_id: UUID) -> HttpResponse:
    """Send the link by e-mail, where this installation sends any."""
    found = operations.show_invitation(request.actor, Purpose.OPERATIONS, VisitId(visit_id))
    visit = operations.see_visit(request.actor, Purpose.OPERATIONS, VisitId(visit_id))
    context = invitation_context(visit, found)
    try:
        operations.send_invitation(
            request.actor,
            Purpose.OPERATIONS,
            VisitId(visit_id),
            to=request.POST.get("to", ""),
            subject=str(context["subject"]),
            text=str(context["email_text"]),
        )
    except operations.MailNotConfigured:
        return _invitation(
            request, VisitId(visit_id), said=_("This installation sends no e-mail. Copy the text instead.")
        )
    except OSError:
        return _invitation(
            request, VisitId(visit_id), said=_("The mail server did not take the message. Copy the text instead.")
        )
    return _invitation(request, VisitId(visit_id), said=_("Sent."))


@require_GET
def calendar(request: Asked, visit_id: UUID) -> HttpResponse:
    """Give the visit as an iCalendar file: time and practice, no name and no reason."""
    visit = operations.see_visit(request.actor, Purpose.OPERATIONS, VisitId(visit_id))
    response = HttpResponse(calendar_file(visit), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return response


@require_POST
def cancel(request: Asked, visit_id: UUID) -> HttpResponse:
    """Cancel a visit."""
    visit = operations.cancel_visit(request.actor, Purpose.OPERATIONS, VisitId(visit_id))
    messages.success(
        request, _("The visit was cancelled, and its link stopped working. Tell the patient: Paravent does not.")
    )
    day = timezone.localtime(visit.starts_at).date()
    return (
        redirect("visits:day")
        if day == timezone.localdate()
        else redirect(f"{reverse('visits:day')}?on={day:%Y-%m-%d}")
    )


@require_GET
def waiting(request: Asked, visit_id: UUID) -> HttpResponse:
    """Show who waits for this visit, each with a button to admit them."""
    return _waiting(request, visit_id)


@require_GET
def waiting_count(request: Asked, visit_id: UUID) -> HttpResponse:
    """Say how many wait for other visits of today: a number beside the call, that neither rings nor pops up."""
    visits = operations.list_day(
        request.actor, Purpose.OPERATIONS, day=clock.now(), clinician_id=PersonId(request.actor.person)
    )
    others = sum(1 for visit in visits if visit.waiting_since and visit.visit_id != visit_id)
    return render(request, "visits/_waiting_count.html", {"others": others})


@require_POST
def admit(request: Asked, visit_id: UUID) -> HttpResponse:
    """Let somebody into the call."""
    operations.admit_party(request.actor, purpose_at_work(request.actor), VisitId(visit_id), _party(request))
    return _back(request, visit_id)


@require_POST
def remove(request: Asked, visit_id: UUID) -> HttpResponse:
    """Send somebody out."""
    operations.remove_party(request.actor, purpose_at_work(request.actor), VisitId(visit_id), _party(request))
    return _back(request, visit_id)


def _party(request: Asked) -> PartyId:
    return PartyId(_posted_id(request, "party"))


def _posted_id(request: Asked, name: str) -> UUID:
    """Return an id that a form of ours sent; what is none names nothing that is here."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


def _back(request: Asked, visit_id: UUID) -> HttpResponse:
    return _waiting(request, visit_id) if request.htmx else redirect("calls:consult", visit_id=visit_id)


def _waiting(request: Asked, visit_id: UUID) -> HttpResponse:
    parties = operations.who_is_there(request.actor, Purpose.OPERATIONS, VisitId(visit_id))
    return render(request, "visits/_waiting.html", {"parties": parties, "visit_id": visit_id})


@require_POST
def assign(request: Asked, visit_id: UUID) -> HttpResponse:
    """Say whose visit this is: its content moves from the provisional file into the patient's."""
    patient = PatientId(_posted_id(request, "patient"))
    operations.assign_patient(request.actor, Purpose.TREATMENT, VisitId(visit_id), patient)
    return redirect("calls:consult", visit_id=visit_id)


@require_http_methods(["GET", "POST"])
def refer(request: Asked, visit_id: UUID) -> HttpResponse:
    """Ask a colleague in, who may then open the patient's file for some days."""
    visit = operations.see_visit(request.actor, Purpose.TREATMENT, VisitId(visit_id))
    form = Referral(request.POST or None)
    others = [one for one in colleagues(Role.CLINICIAN) if one.person_id != request.actor.person]
    form.offer([(str(one.person_id), one.name) for one in others])
    said = ""
    if request.method == "POST" and form.is_valid():
        until = clock.now() + timedelta(days=form.cleaned_data["days"])
        to = PersonId(form.cleaned_data["to"])
        people.refer_patient(request.actor, Purpose.TREATMENT, visit.patient.patient_id, to=to, until=until)
        name = next(one.name for one in others if one.person_id == to)
        said = _("%(name)s may open the file until %(until)s.") % {
            "name": name,
            "until": date_format(timezone.localtime(until), "SHORT_DATE_FORMAT"),
        }
    return render(request, "visits/_refer.html", {"visit_id": visit_id, "form": form, "said": said})


@require_POST
def verify(request: Asked, visit_id: UUID) -> HttpResponse:
    """Note how the clinician knows that the patient is who they say they are."""
    visit = operations.see_visit(request.actor, Purpose.TREATMENT, VisitId(visit_id))
    form = Verification(request.POST)
    if form.is_valid():
        how = VerifiedHow(form.cleaned_data["how"])
        people.verify_patient(request.actor, Purpose.TREATMENT, visit.patient.patient_id, how)
        visit = operations.see_visit(request.actor, Purpose.TREATMENT, VisitId(visit_id))
    return render(request, "visits/_identity.html", {"visit": visit, "form": form})
