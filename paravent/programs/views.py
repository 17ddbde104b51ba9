"""Pages about programs: which there are, which act for somebody, and the page that asks whether one may."""

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked, purpose_at_work
from paravent.access.terms import Purpose
from paravent.kernel.ids import PatientId
from paravent.people.queries import names_of, teams
from paravent.programs import oauth, operations, policy, queries
from paravent.programs.forms import Decision, NewProgram
from paravent.programs.terms import Choice, Lasting, Registered, RequestUnclear
from paravent.programs.words import lasting_in_words, purpose_in_words, scopes_in_words, telling_in_words


@require_GET
def programs(request: Asked) -> HttpResponse:
    """List programs, with what may be done about each."""
    return _programs(request, _new_form())


@require_POST
def register(request: Asked) -> HttpResponse:
    """Register a program; it waits for the data-protection officer."""
    form = _new_form(request)
    if not form.is_valid():
        return _programs(request, form)
    operations.register_program(request.actor, form.described())
    return redirect("programs:programs")


@require_POST
def approve(request: Asked, program_id: UUID) -> HttpResponse:
    """Let a program do what it was registered for."""
    operations.approve_program(request.actor, program_id)
    return redirect("programs:programs")


@require_POST
def revoke(request: Asked, program_id: UUID) -> HttpResponse:
    """End a program for good."""
    operations.revoke_program(request.actor, program_id)
    return redirect("programs:programs")


@require_GET
def mine(request: Asked) -> HttpResponse:
    """List the programs that act for whoever reads this."""
    mandates = operations.list_mandates(request.actor, purpose_at_work(request.actor))
    rows = [
        {
            "given": given,
            "scopes": [
                *scopes_in_words(given.scopes),
                *telling_in_words(given.tells, with_visit=given.visit_id is not None),
            ],
            "purpose": purpose_in_words(given.purpose),
            "lasting": lasting_in_words(given.lasting),
        }
        for given in mandates
    ]
    return render(request, "programs/mine.html", {"rows": rows})


@require_POST
def withdraw(request: Asked, mandate_id: UUID) -> HttpResponse:
    """Take back what a program was allowed."""
    operations.withdraw_mandate(request.actor, purpose_at_work(request.actor), mandate_id)
    return redirect("programs:mine")


@require_POST
def start(request: Asked, program_id: UUID, patient_id: UUID) -> HttpResponse:
    """Start a program out of a file: the browser goes there, and brings back a question."""
    visit = _id_in(request.POST.get("visit", ""))
    secret = operations.start_program(request.actor, Purpose.TREATMENT, program_id, PatientId(patient_id), visit)
    described = queries.program(program_id).description
    context = {"name": described.name, "address": oauth.start_address(described.launch_uri, secret)}
    return render(request, "programs/started.html", context)


def _id_in(text: str) -> UUID | None:
    """Return the id that a form of ours sent, if it sent one; what is none names nothing that is here."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
def authorize(request: Asked) -> HttpResponse:
    """Ask somebody whether a program may act for them, in plain words, and send the browser back with the answer."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.actor.roles:
        return redirect("people:set_up")
    try:
        asked = oauth.question(request)
    except RequestUnclear as unclear:
        return render(request, "programs/unclear.html", {"word": unclear.word}, status=400)
    if isinstance(asked, HttpResponse):
        return asked
    return _decide(request, asked) if request.method == "POST" else _ask(request, asked)


def _ask(request: Asked, asked: oauth.Question, form: Decision | None = None) -> HttpResponse:
    considered = operations.consider_mandate(
        request.actor, purpose_at_work(request.actor), asked.program.program_id, asked.wish, asked.launch
    )
    form = form or Decision()
    form.offer(considered.purposes, considered.patients, needs_patient=asked.wish.wants_patient)
    context = {
        "asked": asked,
        "considered": considered,
        "form": form,
        "scopes": [
            *scopes_in_words(asked.wish.scopes),
            *telling_in_words(asked.wish.tells, with_visit=asked.wish.wants_visit or considered.has_visit),
        ],
        "lasting": lasting_in_words(asked.wish.lasting),
        "comes_back": asked.wish.lasting is not Lasting.ONCE,
        "here": request.get_full_path(),
    }
    answer = render(request, "programs/authorize.html", context, status=422 if form.errors else 200)
    # The form's answer is a redirection to the program: the page's policy has to allow that address, and no other.
    answer.form_leads_to = asked.leads_to  # type: ignore[attr-defined]
    return answer


def _decide(request: Asked, asked: oauth.Question) -> HttpResponse:
    if request.POST.get("answer") != "yes":
        return oauth.answered(asked, None)
    form = Decision(request.POST)
    if not form.is_valid() or (asked.wish.wants_patient and not asked.launch and not form.patient_id):
        if form.is_valid():
            form.add_error("patient", _("Choose the patient whom this is about."))
        return _ask(request, asked, form)
    choice = Choice(
        actor=request.actor,
        purpose=form.cleaned_data["purpose"],
        patient=form.patient_id if asked.wish.wants_patient and not asked.launch else None,
        launch=asked.launch,
        session=request.session.session_key or "",
    )
    return oauth.answered(asked, choice)


def _new_form(request: Asked | None = None) -> NewProgram:
    form = NewProgram(request.POST if request else None)
    form.offer(teams())
    return form


def _programs(request: Asked, form: NewProgram) -> HttpResponse:
    found = operations.list_programs(request.actor)
    names = names_of({one.registered_by for one in found} | {one.approved_by for one in found if one.approved_by})
    context = {
        "rows": [_row(request, one, names) for one in found],
        "form": form,
        "registers": policy.may_register(request.actor, form.EXAMPLE).allowed,
        "fhir_address": oauth.fhir_address(),
        "metadata": reverse("programs:configuration"),
    }
    return render(request, "programs/programs.html", context, status=422 if form.errors else 200)


def _row(request: Asked, program: Registered, names: dict[UUID, str]) -> dict[str, object]:
    described = program.description
    theirs: dict[UUID, str] = dict(teams())
    return {
        "program": program,
        "kind": dict(NewProgram.KINDS)[described.kind],
        "scopes": scopes_in_words(described.scopes),
        "purposes": [purpose_in_words(purpose) for purpose in described.purposes],
        "teams": [theirs[team] for team in described.teams if team in theirs],
        "registered_by": names.get(program.registered_by, ""),
        "approved_by": names.get(program.approved_by, "") if program.approved_by else "",
        "approve": policy.may_approve(request.actor, program),
        "revoke": policy.may_revoke(request.actor, program),
    }
