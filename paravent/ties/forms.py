"""What people say about ties, checked before anybody is asked."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.ties.terms import Home, Kind, Renown

KINDS = [
    (Kind.RELATIVE, _("We are related")),
    (Kind.PARTNER, _("We are a couple")),
    (Kind.FORMER_PARTNER, _("We were a couple")),
    (Kind.HOUSEHOLD, _("We live together")),
    (Kind.NEIGHBOUR, _("We are neighbours")),
    (Kind.FRIEND, _("We are friends")),
    (Kind.OTHER, _("We know each other otherwise")),
]
RENOWNS = [
    (Renown.VIP, _("Well known, for good")),
    (Renown.NEWS, _("In the news, for a time")),
]


class Tie(Form):
    """What somebody is to a patient."""

    kind = forms.TypedChoiceField(label=_("What connects you"), choices=KINDS, coerce=Kind)


class Curiosity(Form):
    """Why many are curious about a patient, and for how long."""

    renown = forms.TypedChoiceField(label=_("Why"), choices=RENOWNS, coerce=Renown)
    first = forms.DateField(
        label=_("In the news from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    remark = forms.CharField(label=_("Remark, for data protection alone"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Let whoever is in the news be so from a day until a later one, or the same."""
        cleaned = dict(super().clean() or {})
        first, last = cleaned.get("first"), cleaned.get("last")
        if cleaned.get("renown") == Renown.NEWS and not (first and last and first <= last):
            raise forms.ValidationError(_("Say from when until when they are in the news."))
        return cleaned

    def span(self) -> tuple[datetime, datetime] | None:
        """Return from which instant until which they are in the news."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        if not (first and last):
            return None
        begins, ends = (timezone.make_aware(datetime.combine(day, time())) for day in (first, last))
        return begins, ends + timedelta(days=1)


class Where(Form):
    """Where somebody of the staff lives and is called."""

    phone = forms.CharField(label=_("Private telephone"), required=False, max_length=40)
    street = forms.CharField(label=_("Street and number"), required=False, max_length=120)
    postal_code = forms.CharField(label=_("Postal code"), required=False, max_length=12)

    def home(self) -> Home:
        """Return what was given."""
        return Home(**self.cleaned_data)
