"""What people type about programs, and what they decide, checked before anybody is asked."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paravent.access.forms import Form
from paravent.access.terms import Purpose
from paravent.kernel.ids import PatientId, TeamId
from paravent.people.terms import Person
from paravent.programs import oauth, policy
from paravent.programs.terms import PURPOSES, Context, Description, Kind, Scope, ScopeUnclear
from paravent.programs.words import purpose_in_words

FAULTS = {
    "no-scope": ("scopes", gettext_lazy("Say what the program may do.")),
    "scope-of-another-kind": (
        "scopes",
        gettext_lazy(
            "A program that acts itself has scopes that begin with system/; every other one has none of them."
        ),
    ),
    "no-purpose": ("purposes", gettext_lazy("Say what the program is for.")),
    "one-purpose-alone": ("purposes", gettext_lazy("A program that acts itself is for one purpose.")),
    "key-missing": ("jwks", gettext_lazy("Public keys are needed, unless the program runs on people's own devices.")),
    "address-missing": (
        "redirect_uris",
        gettext_lazy("Addresses to come back to are needed, unless the program acts itself."),
    ),
    "address-not-safe": (
        "redirect_uris",
        gettext_lazy("Addresses begin with https://, or with http://localhost on a person's own device."),
    ),
    "team-missing": ("teams", gettext_lazy("A program that acts itself is in a team; every other one is in none.")),
}
"""Where a description's fault is shown, and how it is told."""


class NewProgram(Form):
    """A program that somebody wants to let in."""

    KINDS = (
        (Kind.PUBLIC, gettext_lazy("Runs on people's own devices, in a browser or as an app")),
        (Kind.CONFIDENTIAL, gettext_lazy("Runs on a server of its own and signs")),
        (Kind.BACKEND, gettext_lazy("Acts itself, without anybody in front of it")),
    )
    EXAMPLE = Description("", Kind.PUBLIC, (Scope(Context.USER, "*", "r"),), PURPOSES, ("https://localhost/",))
    """A sound description, by which the page asks whether its reader may register at all."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.TypedChoiceField(
        label=gettext_lazy("What kind of program it is"), choices=KINDS, coerce=Kind, widget=forms.RadioSelect
    )
    scopes = forms.CharField(
        label=gettext_lazy("What it may do"),
        help_text=gettext_lazy("SMART scopes with spaces between them, such as patient/Observation.rs user/*.r"),
    )
    purposes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What it is for"), coerce=Purpose, widget=forms.CheckboxSelectMultiple
    )
    redirect_uris = forms.CharField(
        label=gettext_lazy("Addresses it comes back to"),
        help_text=gettext_lazy("One a line, exactly as the program sends them."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    launch_uri = forms.CharField(
        label=gettext_lazy("Address at which it starts out of a file"),
        help_text=gettext_lazy("Leave it empty where the program cannot do that."),
        required=False,
    )
    jwks = forms.CharField(
        label=gettext_lazy("Its public keys"),
        help_text=gettext_lazy("The text of a JWKS. Addresses of keys are never fetched."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    teams = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Teams it works for"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, teams: list[tuple[TeamId, str]]) -> None:
        """Let the form choose among these teams, and the purposes in the reader's words."""
        _offer(self, "teams", [(str(team), name) for team, name in teams])
        _offer(self, "purposes", [(purpose.value, purpose_in_words(purpose)) for purpose in PURPOSES])

    def clean_scopes(self) -> tuple[Scope, ...]:
        """Read the scopes."""
        try:
            return tuple(sorted({Scope.parse(word) for word in self.cleaned_data["scopes"].split()}))
        except ScopeUnclear:
            raise forms.ValidationError(_("There is a scope here that SMART App Launch 2 does not know.")) from None

    def clean_redirect_uris(self) -> tuple[str, ...]:
        """Read the addresses, one a line."""
        return tuple(self.cleaned_data["redirect_uris"].split())

    def clean_jwks(self) -> str:
        """Accept public keys alone."""
        text = str(self.cleaned_data["jwks"]).strip()
        try:
            if text:
                oauth.public_keys(text)
        except oauth.KeysUnclear:
            raise forms.ValidationError(
                _("These are not public keys. Private keys belong to the program alone.")
            ) from None
        return text

    def clean(self) -> dict[str, object]:
        """Tell what is wrong with the whole where each part is sound."""
        if not self.errors and (fault := policy.fault_of(self.described())):
            field, words = FAULTS[fault]
            self.add_error(field, words)
        return self.cleaned_data

    def described(self) -> Description:
        """Return the program as it was described."""
        told = self.cleaned_data
        return Description(
            name=told["name"],
            kind=told["kind"],
            scopes=told["scopes"],
            purposes=tuple(told["purposes"]),
            redirect_uris=told["redirect_uris"],
            launch_uri=told["launch_uri"],
            jwks=told["jwks"],
            teams=tuple(told["teams"]),
        )


class Decision(Form):
    """What somebody decides about a program that asks."""

    purpose = forms.TypedChoiceField(
        label=gettext_lazy("What for?"),
        choices=[(purpose.value, purpose.value) for purpose in PURPOSES],
        coerce=Purpose,
        widget=forms.RadioSelect,
    )
    patient = forms.UUIDField(label=gettext_lazy("Which patient?"), required=False)

    @property
    def patient_id(self) -> PatientId | None:
        """Return the patient who was chosen."""
        chosen = self.cleaned_data.get("patient")
        return PatientId(chosen) if chosen else None

    def offer(self, purposes: list[Purpose], patients: list[Person], *, needs_patient: bool) -> None:
        """Let somebody choose among what is possible for them; what is alone is chosen already."""
        _offer(self, "purpose", [(purpose.value, purpose_in_words(purpose)) for purpose in purposes])
        self.fields["purpose"].initial = purposes[0].value if len(purposes) == 1 else None
        if not needs_patient:
            del self.fields["patient"]
            return
        self.fields["patient"].widget = forms.RadioSelect(
            choices=[(str(person.patient_id), person.identity.name) for person in patients]
        )


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type checker what stands above)
    field.choices = choices
