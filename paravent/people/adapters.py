"""What allauth may do here: sign people in with two factors. Accounts are made by the practice."""

import base64
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from paravent.kernel import clock
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.people import policy, standing, steps
from paravent.people.terms import InSession, Method

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
        if Method.PASSKEY not in methods and not standing.has_second_factor(user.pk):
            return render(request, "people/no_second_factor.html", status=403)
        return super().pre_login(request, user, **more)

    def logout(self, request: HttpRequest) -> None:
        """End the session, and the sockets that were opened with it."""
        person = request.user.pk
        super().logout(request)
        if person is not None:
            steps.tell_sockets(person)

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


def _works(session: SessionBase, person_id: UUID) -> bool:
    return policy.may_work(standing.methods_in(session, person_id)).allowed
