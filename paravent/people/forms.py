"""What people type about colleagues and their sign-in, checked before anybody is asked."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast
from uuid import UUID

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import extract_user_from_response
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.access.terms import Role
from paravent.kernel import clock
from paravent.kernel.ids import PersonId, TeamId
from paravent.people import operations
from paravent.people.adapters import say_that_it_is_shown, whence_of
from paravent.people.telling import tell_of_used_code
from paravent.people.terms import TurnedAway

ROLES = [
    (Role.CLINICIAN, _("Clinician")),
    (Role.RECEPTION, _("Reception")),
    (Role.DPO, _("Data protection")),
    (Role.ADMINISTRATOR, _("Administrator")),
    (Role.RESEARCHER, _("Researcher")),
]


class NewColleague(Form):
    """Somebody who begins to work here."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"),
        choices=ROLES,
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )


class Arrangement(Form):
    """Which roles a colleague holds and which teams they are in, from now on."""

    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"), choices=ROLES, coerce=Role, required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, teams: list[tuple[TeamId, str]]) -> None:
        """Let the form choose among these teams."""
        field = self.fields["teams"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type checker what stands above)
        field.choices = [(str(team), name) for team, name in teams]


class Leaving(Form):
    """When somebody leaves, and since when that is known."""

    given_on = forms.DateField(
        label=_("Known since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    leaves_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """Let nobody leave before it is known, nor in the past: that is *Let go*, which ends everything at once."""
        cleaned = dict(super().clean() or {})
        given_on, leaves_on = cleaned.get("given_on"), cleaned.get("leaves_on")
        if given_on and leaves_on and (leaves_on < given_on or leaves_on < timezone.localdate(clock.now())):
            raise forms.ValidationError(_("The last day is today or later, and not before it was known."))
        return cleaned


class NewTeam(Form):
    """People who care for patients together."""

    name = forms.CharField(label=_("Name of the team"), max_length=80)


class Secret(Form):
    """The secret of an enrolment link, moved here from the address by the page's module."""

    secret = forms.CharField(max_length=64, widget=forms.HiddenInput)


class Ticked(forms.CheckboxInput):
    """A box that is ticked and not shown: allauth's module reads `checked`, which a hidden input does not have."""

    is_hidden = True


class AddPasskey(AddWebAuthnForm):
    """A passkey in every case: kept on the device, and it asks for a finger, a face or a PIN each time."""

    passwordless = forms.BooleanField(initial=True, required=False, widget=Ticked(attrs={"hidden": True}))

    def clean_credential(self) -> Any:
        """Turn away a key that did not keep the passkey: its owner could not sign in with it."""
        credential = self.cleaned_data["credential"]
        extensions = credential.get("clientExtensionResults") if isinstance(credential, dict) else None
        if isinstance(extensions, dict) and extensions.get("credProps") == {"rk": False}:
            raise forms.ValidationError(_("This key cannot keep a passkey. Use another device or key."))
        return credential

    def clean(self) -> dict[str, Any]:
        """Ask for user verification, whatever the page says."""
        self.cleaned_data["passwordless"] = True
        return dict(super().clean())


@contextmanager
def told(person_id: UUID | None, why: TurnedAway) -> Iterator[None]:
    """Count it as a failed attempt where what somebody showed does not fit."""
    try:
        yield
    except ValidationError:
        operations.refuse_session(PersonId(person_id) if person_id else None, why, whence_of(context.request))
        raise


def was_used(person_id: UUID, code: str) -> bool:
    """Tell whether a code that was refused is one of somebody's own: then it was used already."""
    for one in Authenticator.objects.filter(user=person_id):
        if one.type == Authenticator.Type.TOTP and validate_totp_code(decrypt(one.data["secret"]), code):
            return True
        if one.type == Authenticator.Type.RECOVERY_CODES and normalize_user_code(code) in one.wrap().generate_codes():
            return True
    return False


class CountedCode(BaseAuthenticateForm):
    """A code: one that does not fit counts as a failed attempt."""

    def clean_code(self) -> str:
        """Return the code if it fits; of one that did before its owner is told, who may not have typed it (OWASP ASVS 2.8.5)."""
        try:
            return str(super().clean_code())
        except ValidationError as no:
            is_again = no.code == "incorrect_code" and was_used(self.user.pk, self.cleaned_data["code"])
            why = TurnedAway.CODE_USED_BEFORE if is_again else TurnedAway.WRONG_CODE
            operations.refuse_session(PersonId(self.user.pk), why, whence_of(context.request))
            if is_again:
                tell_of_used_code(self.user.email)
            raise


class TryCode(CountedCode, AuthenticateForm):
    """A code that follows the password."""


class ShowCodeAgain(CountedCode, ReauthenticateForm):
    """A code, of somebody who is signed in."""

    def save(self) -> None:
        """Let it count, once the log says so."""
        say_that_it_is_shown(self.user.pk, self.authenticator.type)
        super().save()


class CountedPasskey(AuthenticateWebAuthnForm):
    """A passkey or security key: one that does not fit counts as a failed attempt."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey if it fits."""
        with told(self.whose(), TurnedAway.WRONG_PASSKEY):
            return super().clean_credential()

    def whose(self) -> UUID | None:
        """Return at whose account it is tried."""
        return cast("UUID", self.user.pk)


class TryKey(CountedPasskey):
    """A passkey or security key that follows the password."""


class TryPasskey(CountedPasskey, LoginWebAuthnForm):
    """A passkey alone."""

    def whose(self) -> UUID | None:
        """Return whose it is by the answer of whoever tries, which is believed for the count alone."""
        with suppress(ValidationError, AttributeError):
            person = extract_user_from_response(self.cleaned_data["credential"]).pk
            return person if isinstance(person, UUID) else None
        return None


class ShowPasskeyAgain(CountedPasskey, ReauthenticateWebAuthnForm):
    """A passkey, of somebody who is signed in."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey if it fits, once the log says that it was shown: allauth's page saves no form of this kind."""
        passkey = super().clean_credential()
        say_that_it_is_shown(self.user.pk, passkey.type)
        return passkey
