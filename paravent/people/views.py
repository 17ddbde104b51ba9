"""Colleagues, as administrators keep them; and the one-time link by which somebody sets up their sign-in."""

import io
import json
from datetime import datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

import segno
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.views import password_set
from allauth.decorators import rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import SHOWN_FOR, Purpose
from paravent.kernel import clock
from paravent.kernel.ids import NOBODY, PatientId, PersonId, TeamId
from paravent.people import operations, queries, standing
from paravent.people.forms import ROLES, Arrangement, Leaving, NewColleague, NewTeam, Secret
from paravent.people.terms import Colleague, EmailTaken, InSession, Method, TeamTaken, kept_as

# A password is a factor: setting one asks for another first, lest a screen left unlocked become an account taken over.
set_password = reauthentication_required(password_set)

# Two forms on one page ask for a name: each label leads to its own field.
BESIDE = "team_%s"


@require_GET
def staff(request: Asked) -> HttpResponse:
    """List colleagues with their roles, and offer to add one."""
    return _staff(request, NewColleague())


@require_POST
def add(request: Asked) -> HttpResponse:
    """Make an account and show its enrolment link, once."""
    form = NewColleague(request.POST)
    if not form.is_valid():
        return _staff(request, form)
    try:
        person, secret = operations.add_staff(
            request.actor,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            roles=frozenset(form.cleaned_data["roles"]),
        )
    except EmailTaken:
        form.add_error("email", _("Somebody already signs in with this address."))
        return _staff(request, form)
    return _link(request, person, secret)


@require_POST
def renew(request: Asked, person_id: UUID) -> HttpResponse:
    """Make a new enrolment link and show it, once; the earlier one stops working."""
    person = PersonId(person_id)
    return _link(request, person, operations.renew_enrolment(request.actor, person))


@require_POST
def end(request: Asked, person_id: UUID) -> HttpResponse:
    """Let a colleague go."""
    operations.end_staff(request.actor, PersonId(person_id))
    return redirect("people:staff")


@require_POST
def leave(request: Asked, person_id: UUID) -> HttpResponse:
    """Note when a colleague leaves; their roles end with that day."""
    form = Leaving(request.POST)
    if not form.is_valid():
        return _staff(request, NewColleague(), odd=str(next(iter(form.errors.values()))[0]))
    begins = {name: timezone.make_aware(datetime.combine(form.cleaned_data[name], time())) for name in form.fields}
    operations.note_leaving(
        request.actor,
        PersonId(person_id),
        given_at=begins["given_on"],
        leaves_at=begins["leaves_on"] + timedelta(days=1),
    )
    return redirect("people:staff")


@require_POST
def arrange(request: Asked, person_id: UUID) -> HttpResponse:
    """Let a colleague hold these roles and be in these teams, and no others; every change is a line in the log."""
    person, teams = PersonId(person_id), queries.teams()
    form = Arrangement(request.POST)
    form.offer(teams)
    if not form.is_valid():
        return _staff(request, NewColleague())
    one = next(one for one in operations.list_staff(request.actor) if one.person_id == person)
    roles, joined = set(form.cleaned_data["roles"]), {TeamId(team) for team in form.cleaned_data["teams"]}
    for role in sorted(roles - one.roles):
        operations.grant_role(request.actor, person, role)
    for role in sorted(one.roles - roles):
        operations.end_role(request.actor, person, role)
    for team in joined - one.teams:
        operations.join_team(request.actor, person, team)
    for team in one.teams - joined:
        operations.leave_team(request.actor, person, team)
    return redirect("people:staff")


@require_POST
def add_team(request: Asked) -> HttpResponse:
    """Make a team."""
    form = NewTeam(request.POST, auto_id=BESIDE)
    if form.is_valid():
        try:
            operations.make_team(request.actor, form.cleaned_data["name"])
            return redirect("people:staff")
        except TeamTaken:
            form.add_error("name", _("There is a team of this name already."))
    return _staff(request, NewColleague(), form)


def _staff(request: Asked, form: NewColleague, team_form: NewTeam | None = None, odd: str = "") -> HttpResponse:
    teams = queries.teams()
    rows = [_row(one, teams) for one in operations.list_staff(request.actor)]
    failed = operations.failed_sign_ins(request.actor)
    for row in rows:
        row["failed"] = failed.get(cast("Colleague", row["one"]).person_id, 0)
    context = {
        "rows": rows,
        "form": form,
        "self": request.actor.person,
        "teams": teams,
        "team_form": team_form or NewTeam(auto_id=BESIDE),
        "odd": odd,
        "any_failed": bool(failed),
        "failed_at_none": failed.get(NOBODY, 0),
    }
    is_wrong = odd or form.errors or (team_form and team_form.errors)
    return render(request, "people/staff.html", context, status=422 if is_wrong else 200)


def _row(one: Colleague, teams: list[tuple[TeamId, str]]) -> dict[str, object]:
    names = dict(ROLES)
    form = Arrangement(initial={"roles": list(one.roles), "teams": [str(team) for team in one.teams]}, auto_id=False)
    form.offer(teams)
    return {
        "one": one,
        "roles": [names[role] for role in sorted(one.roles) if role in names],
        "teams": [name for team, name in teams if team in one.teams],
        "form": form,
        "leaving": Leaving(auto_id=f"{one.person_id}-%s"),
    }


def _link(request: Asked, person: PersonId, secret: str) -> HttpResponse:
    # The secret is behind '#': browsers never send it, so no log holds it.
    link = f"{settings.BASE_URL}{reverse('people:enrol')}#{secret}"
    context = {"name": queries.names_of([person])[person], "link": link, "qr": _qr(link)}
    return render(request, "people/enrolment_link.html", context)


def _qr(link: str) -> SafeString:
    """Draw the link as SVG; segno's output holds no text of ours, only the drawing."""
    out = io.BytesIO()
    segno.make(link, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass="qr", lineclass=None
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 (made by us from a link of ours)


@require_GET
def patient(request: Asked, patient_id: UUID) -> HttpResponse:
    """Show what a patient said about who may not see their file."""
    card = operations.see_patient(request.actor, Purpose.OPERATIONS, PatientId(patient_id))
    return render(request, "people/patient.html", {"card": card})


@require_POST
def keep_out(request: Asked, patient_id: UUID) -> HttpResponse:
    """Keep a colleague out of a patient's file, on the patient's word."""
    operations.block_person(request.actor, Purpose.OPERATIONS, PatientId(patient_id), _person(request))
    return redirect("people:patient", patient_id=patient_id)


@require_POST
def let_in(request: Asked, patient_id: UUID) -> HttpResponse:
    """Let a colleague in again, on the patient's word."""
    operations.lift_block(request.actor, Purpose.OPERATIONS, PatientId(patient_id), _person(request))
    return redirect("people:patient", patient_id=patient_id)


@require_POST
def mark(request: Asked, patient_id: UUID) -> HttpResponse:
    """Note whether a patient works here."""
    works_here = request.POST.get("works_here") == "yes"
    operations.mark_patient(request.actor, Purpose.OPERATIONS, PatientId(patient_id), works_here=works_here)
    return redirect("people:patient", patient_id=patient_id)


def _person(request: Asked) -> PersonId:
    try:
        return PersonId(UUID(request.POST.get("person", "")))
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@rate_limit(action="enrol")
def enrol(request: Asked) -> HttpResponse:
    """Sign somebody in by their one-time link: far enough to set up a passkey, and no further."""
    form = Secret(request.POST or None)
    if request.method == "GET":
        return render(request, "people/enrol.html", {"form": form})
    person = operations.enrol(form.cleaned_data["secret"]) if form.is_valid() else None
    account = standing.account_of(person) if person else None
    if account is None:
        return render(request, "people/enrol.html", {"form": Secret(), "is_spent": True}, status=410)
    adapter = get_adapter(request)
    if request.user.is_authenticated:
        adapter.logout(request)
    request.session[InSession.ENROLLED_AT] = clock.now().timestamp()
    adapter.login(request, account)
    return redirect("people:set_up")


@require_GET
def sign_ins(request: Asked) -> HttpResponse:
    """Show somebody when, how and from where they signed in, and which sessions of theirs are open."""
    own = operations.see_sign_ins(request.actor)
    here = kept_as(request.session.session_key)
    context = {"sign_ins": own, "sessions": standing.open_sessions(request.actor.person), "here": here}
    return render(request, "people/sign_ins.html", context)


@require_POST
def end_session(request: Asked) -> HttpResponse:
    """End a session of somebody's own that is open elsewhere."""
    operations.end_own_session(request.actor, request.POST.get("session", ""))
    return redirect("people:sign_ins")


@require_GET
@login_required
def set_up(request: Asked) -> HttpResponse:
    """Say what is left to do before somebody can work."""
    assert isinstance(request.user, AbstractBaseUser)  # noqa: S101 (login_required has seen to it)
    methods = standing.methods_in(request.session, request.user.pk)
    context = {
        "is_done": bool(request.actor.roles),
        "may_set_up": Method.ENROLMENT in methods,
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "people/set_up.html", context)


WIRING = mark_safe(  # noqa: S308 (ours alone: which elements of the page allauth's module finds)
    json.dumps({"ids": {"authenticate": "show_passkey", "credential": "id_credential", "data": "js_data"}})
)


class ShowPasskey(ReauthenticateWebAuthnView):
    """Ask for the passkey before a file opens, and go back to where somebody was going."""

    template_name = "people/show_passkey.html"

    def _check_reauthentication_method_available(self, request: Asked) -> HttpResponse | None:  # noqa: ARG002 (allauth's)
        """Ask here whatever there is: what else somebody can show stands on the page."""
        return None

    def form_invalid(self, form: Form) -> HttpResponse:
        """Say that it was not theirs, and ask again."""
        return self.render_to_response(self.get_context_data(form=form, is_odd=True), status=422)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Add for how long it counts, and what somebody without a passkey does."""
        methods = {method["id"] for method in get_adapter().get_reauthentication_methods(self.request.user)}
        # Recovery codes are for the day on which the app is lost; here they do not count.
        makes_codes = is_mfa_enabled(self.request.user, [Authenticator.Type.TOTP])
        return (
            super().get_context_data()
            | more
            | {
                "wiring": WIRING,
                "minutes": int(SHOWN_FOR.total_seconds() // 60),
                "methods": methods,
                "makes_codes": makes_codes,
            }
        )


show_passkey = ShowPasskey.as_view()


def closed(request: Asked) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Answer as if allauth's page were not there: here nobody signs up or changes accounts by mail."""
    raise Http404
