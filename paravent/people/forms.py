"""What people type about colleagues and their sign-in, checked before anybody is asked."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.terms import Role

ROLES = [
    (Role.CLINICIAN, _("Clinician")),
    (Role.RECEPTION, _("Reception")),
    (Role.DPO, _("Data protection")),
    (Role.ADMINISTRATOR, _("Administrator")),
    (Role.RESEARCHER, _("Researcher")),
]


class NewColleague(forms.Form):
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


class Secret(forms.Form):
    """The secret of an enrolment link, moved here from the address by the page's module."""

    secret = forms.CharField(max_length=64, widget=forms.HiddenInput)


class AddPasskey(AddWebAuthnForm):
    """A passkey in every case: kept on the device, and it asks for a finger, a face or a PIN each time."""

    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"), initial=True, required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Ask for user verification, whatever the page says."""
        self.cleaned_data["passwordless"] = True
        return super().clean()
