"""What allauth may do here: sign people in with two factors. Accounts are made by the practice."""

import base64
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from paravent.access.operation import record_beside
from paravent.access.terms import NOWHERE, Actor, Purpose, Whence
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.keys.queries import device_number
from paravent.people import operations, policy, standing, steps
from paravent.people.telling import tell_of_change
from paravent.people.terms import Act, Ended, InSession, Method, TurnedAway

SET_UP_WITHIN = timedelta(minutes=30)
PLACE = ("mfa.authenticator", "secret")


class ClosedAccounts(DefaultAccountAdapter):
    """Nobody signs up, a password alone opens nothing, an enrolment link opens the set-up of a sign-in alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's signature)
        """Say no: an administrator or the command line makes accounts."""
        return False

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse | None:
        """Turn a password away where no second factor could follow it: whoever guessed it would add their own."""
        methods = standing.methods_in(request.session, user.pk)
        if not user.is_active:
            operations.refuse_session(user.pk, TurnedAway.ACCOUNT_ENDED, whence_of(request))
        elif Method.PASSKEY not in methods and not standing.has_second_factor(user.pk):
            operations.refuse_session(user.pk, TurnedAway.NO_SECOND_FACTOR, whence_of(request))
            return render(request, "people/no_second_factor.html", status=403)
        return super().pre_login(request, user, **more)

    def pre_authenticate(self, request: HttpRequest, **typed: Any) -> None:
        """Turn away, before the password is looked at, whoever tried too often; that counts as an attempt too."""
        try:
            super().pre_authenticate(request, **typed)
        except ValidationError:
            operations.refuse_session(_tried(request, typed), TurnedAway.TRIED_TOO_OFTEN, whence_of(request))
            raise

    def authentication_failed(self, request: HttpRequest, **typed: Any) -> None:
        """Count the attempt at the account, if there is one of that name."""
        person = _tried(request, typed)
        why = TurnedAway.WRONG_PASSWORD if person else TurnedAway.NOBODY_CALLED_SO
        operations.refuse_session(person, why, whence_of(request))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin a session and say so in the log; where that fails, or two factors are missing, there is no session."""
        methods = standing.methods_in(request.session, user.pk)
        super().login(request, user)
        try:
            operations.begin_session(user.pk, methods, whence_of(request))
        except BaseException:
            request.session.flush()
            raise

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        """Go back to where somebody was; whoever comes after somebody else begins at their own work, or they would look into a file unawares."""
        was = request.session.pop(InSession.WAS, None)
        response: HttpResponse = super().post_login(request, user, **more)
        return redirect(self.get_login_redirect_url(request)) if was not in {None, str(user.pk)} else response

    def logout(self, request: HttpRequest) -> None:
        """End the session, and the sockets that were opened with it."""
        self.end(request, Ended.SIGNED_OUT)

    def end(self, request: HttpRequest, how: Ended) -> None:
        """End the session in one of the ways there are; first it ends, then the log says so."""
        person, whence = request.user.pk, whence_of(request)
        super().logout(request)
        if person is not None:
            request.session[InSession.WAS] = str(person)
            steps.tell_sockets(person)
            operations.end_session(PersonId(person), how, whence)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set a password, once the log says so."""
        _record(Act.FACTOR_ADD, user.pk, "password")
        super().set_password(user, password)

    def send_notification_mail(
        self,
        template_prefix: str,  # noqa: ARG002 (what changed: it is told to nobody)
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,  # noqa: ARG002
        email: str | None = None,
    ) -> None:
        """Tell whose sign-in was changed that it was; allauth's own words would say what, from where and by which browser."""
        tell_of_change(email or str(getattr(user, user.get_email_field_name())))

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Ask for the password again; the log says that it was shown before it counts."""
        if not super().reauthenticate(user, password):
            return False
        _record(Act.FACTOR_SHOW, user.pk, "password")
        return True

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send people to their work; to the set-up while nothing else is open to them."""
        works = request.user.pk is not None and _works(request.session, request.user.pk)
        return super().get_login_redirect_url(request) if works else reverse("people:set_up")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on with the code that belongs to the password, or back to the account's overview."""
        return reverse("people:set_up" if _came_by_link(request) else "mfa_index")

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask again before factors change, except of somebody who has just come by an enrolment link."""
        return not _came_by_link(self.request) and super().is_reauthentication_required(app=app, **more)

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        """Ask for the passkey first."""
        methods = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: "webauthn" not in method["id"])


def _came_by_link(request: HttpRequest) -> bool:
    enrolled_at = request.session.get(InSession.ENROLLED_AT, 0)
    return clock.now().timestamp() - enrolled_at < SET_UP_WITHIN.total_seconds()


class SealedFactors(DefaultMFAAdapter):
    """Seeds and recovery codes are sealed: a stolen database signs nobody in."""

    def encrypt(self, text: str) -> str:
        """Return the secret sealed under the practice's key."""
        return base64.b64encode(sealed_for_practice(text, PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; SealBroken where it was changed."""
        return opened_for_practice(base64.b64decode(encrypted_text), PLACE)


def whence_of(request: HttpRequest) -> Whence:
    """Return from which session, as it is now, and which network somebody asks, blinded."""
    key = request.session.session_key
    return Whence(device_number(key) if key else None, getattr(request, "place", None))


def _tried(request: HttpRequest, typed: Mapping[str, Any]) -> PersonId | None:
    """Return at whose account somebody tries: their own where they are signed in, else that of the name they typed."""
    if request.user.pk is not None:
        return PersonId(request.user.pk)
    return standing.called(str(typed.get("email", "")))


def _record(act: Act, person_id: UUID, kind: str) -> None:
    request = context.request
    whence = whence_of(request) if request else NOWHERE
    record_beside(
        act, Actor(PersonId(person_id), whence=whence), Purpose.ADMINISTRATION, "owner-of-the-account", kind=kind
    )


@receiver(pre_save, sender=Authenticator)
def say_that_it_is_added(instance: Authenticator, **_more: Any) -> None:
    """Say that a passkey, an app or recovery codes are added, before they are: without the line there is none."""
    if instance.pk is None:
        _record(Act.FACTOR_ADD, instance.user_id, instance.type)


@receiver(pre_delete, sender=Authenticator)
def say_that_it_is_removed(instance: Authenticator, **_more: Any) -> None:
    """Say that one is removed, before it is."""
    _record(Act.FACTOR_REMOVE, instance.user_id, instance.type)


def say_that_it_is_shown(person_id: UUID, kind: str) -> None:
    """Say that somebody who is signed in shows one again, before it counts."""
    _record(Act.FACTOR_SHOW, person_id, kind)


def _works(session: SessionBase, person_id: UUID) -> bool:
    return policy.may_work(standing.methods_in(session, person_id)).allowed
