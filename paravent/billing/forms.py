"""What is typed and chosen about bills."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.billing.terms import SHORTEST_REASON, Stated, Terms
from paravent.billing.words import (
    AUDIO_REASONS,
    DECISION_MAKINGS,
    IDENTITY_CHECKS,
    INITIATORS,
    KINDS,
    PAYERS,
    PLACES,
    SPECIALTIES,
    YES,
)
from paravent.people.terms import Coverage
from paravent.tariff.terms import (
    AudioReason,
    DecisionMaking,
    IdentityCheck,
    Initiator,
    Kind,
    Occasion,
    Place,
    Scheme,
)
from paravent.visits.words import OCCASIONS

LONGEST_TALK = 240
STATED_KINDS = {kind: word for kind, word in KINDS.items() if kind != Kind.ON_CALL}
"""A visit on call is marked as such: an occasion, and no kind that is chosen."""
MOST_CASES = 1_000_000
WRITE_WHY = _("Write a sentence that somebody can follow later.")


def _choices(words: Mapping[str, Promise], nothing: Promise | None = None) -> list[tuple[str, Promise]]:
    known = [(str(value), word) for value, word in words.items()]
    return [("", nothing), *known] if nothing else known


def _chosen(kind: Any, words: Mapping[str, Promise], label: Any, nothing: Promise | None = None) -> Any:
    return forms.TypedChoiceField(
        label=label, choices=_choices(words, nothing), coerce=kind, empty_value=None, required=False
    )


class Facts(forms.Form):
    """What the clinician states beside the evidence. What the scheme never asks for is not on the page."""

    kind = _chosen(Kind, STATED_KINDS, _("What took place"))
    occasion = _chosen(Occasion, OCCASIONS, _("Occasion"), _("As marked when it was booked or begun"))
    identity_check = _chosen(IdentityCheck, IDENTITY_CHECKS, _("Identity"), _("As noted at the visit"))
    is_new_patient = _chosen(lambda word: word == "yes", YES, _("New patient"), _("As the file says"))
    decision_making = _chosen(DecisionMaking, DECISION_MAKINGS, _("Medical decision making"), _("Not said"))
    stated_minutes = forms.IntegerField(
        label=_("Whole time for it on that day, in minutes"), min_value=1, max_value=LONGEST_TALK, required=False
    )
    place = _chosen(Place, PLACES, _("Where the patient was"))
    initiator = _chosen(Initiator, INITIATORS, _("Who asked for it"))
    audio_reason = _chosen(AudioReason, AUDIO_REASONS, _("Why without picture"), _("There was a picture"))
    in_person_on = forms.DateField(
        label=_("Last in the practice in person, if the file does not know"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    talked_minutes = forms.IntegerField(
        label=_("Minutes of talking, if the count is wrong"), min_value=1, max_value=LONGEST_TALK, required=False
    )
    with_picture = forms.BooleanField(label=_("with picture"), required=False, initial=True)
    reason = forms.CharField(
        label=_("Why, if you correct something or bill against a rule"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever does the billing reads it: nothing of what the visit was about."),
    )

    ASKED = {
        Scheme.EBM: ("kind", "occasion", "identity_check"),
        Scheme.GOAE: ("kind",),
        Scheme.CPT: (
            "kind",
            "is_new_patient",
            "decision_making",
            "stated_minutes",
            "place",
            "initiator",
            "audio_reason",
        ),
    }
    CORRECTING = ("in_person_on", "talked_minutes", "with_picture")

    def asked(self, scheme: Scheme) -> list[forms.BoundField]:
        """Return the questions of a scheme."""
        return [self[name] for name in self.ASKED[scheme]]

    def correcting(self) -> list[forms.BoundField]:
        """Return what corrects the evidence."""
        return [self[name] for name in self.CORRECTING]

    def stated(self) -> Stated:
        """Return what was said; what was left out stays as it is known."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in {None, ""}}
        return Stated(**{"with_picture": False, **said})


class Reason(forms.Form):
    """Why a bill is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"min_length": WRITE_WHY},
    )


class Cases(forms.Form):
    """How many cases the practice software counts."""

    cases = forms.IntegerField(
        label=_("Cases of this quarter so far"),
        min_value=0,
        max_value=MOST_CASES,
        help_text=_("Of statutory insurance, by your practice software: every patient once, video or not."),
    )


class CasesOfUnknown(Cases):
    """The same, where a limit counts unknown patients apart."""

    unknown = forms.IntegerField(
        label=_("Those of them whose patients were not here in the three quarters before"),
        min_value=0,
        max_value=MOST_CASES,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse more unknown cases than there are."""
        cleaned = super().clean() or {}
        if (cleaned.get("unknown") or 0) > cleaned.get("cases", MOST_CASES):
            self.add_error("unknown", _("There are not so many cases."))
        return cleaned


class Payer(forms.Form):
    """Who pays for a patient."""

    payer = forms.ChoiceField(label=_("Who pays"), choices=_choices(PAYERS))
    insurer = forms.CharField(label=_("Insurer"), max_length=120, required=False)
    number = forms.CharField(label=_("Insurance number"), max_length=40, required=False)

    def coverage(self) -> Coverage:
        """Return it as it is kept."""
        return Coverage(**self.cleaned_data)


class Practice(forms.Form):
    """What billing needs to know of the practice."""

    region = forms.CharField(
        label=_("Association (KV)"),
        max_length=60,
        required=False,
        help_text=_("As it stands on letters: a word for pages."),
    )
    point_value = forms.DecimalField(
        label=_("Value of a point here, in cents"),
        min_value=0,
        max_value=1000,
        max_digits=8,
        decimal_places=4,
        required=False,
        help_text=_("Left empty, the federal value of the visit's year counts."),
    )
    ceiling_01450 = forms.IntegerField(
        label=_("Ceiling of 01450, in points for each doctor and quarter"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("Sources disagree. Left empty, the newest dated rule counts."),
    )
    specialty = forms.ChoiceField(label=_("Specialty"), choices=_choices(SPECIALTIES))
    default_payer = forms.ChoiceField(label=_("Who pays, where nobody has said"), choices=_choices(PAYERS))
    is_reported = forms.BooleanField(
        label=_("The association was told that we hold video consultations, and with which certified service"),
        required=False,
    )

    def terms(self) -> Terms:
        """Return them as they are kept."""
        return Terms(**self.cleaned_data)
