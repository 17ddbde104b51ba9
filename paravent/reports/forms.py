"""What is typed about a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.reports.terms import LONGEST_TEXT, SHORTEST_TEXT, Noticed

NOTICED = {
    Noticed.JUST_NOW: _("Just now"),
    Noticed.TODAY: _("Earlier today"),
    Noticed.EARLIER: _("Longer ago"),
}


class Reporting(Form):
    """A sentence, and when it was noticed; the second is answered already as most people would."""

    text = forms.CharField(
        label=_("What happened, or what looks odd?"),
        help_text=_("One sentence is enough."),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
    noticed = forms.TypedChoiceField(
        label=_("When did you notice?"), coerce=Noticed, choices=list(NOTICED.items()), initial=Noticed.JUST_NOW
    )


class Answering(Form):
    """What the officer writes back."""

    answer = forms.CharField(
        label=_("What do you write back?"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )
    opens_breach = forms.BooleanField(label=_("It is a breach: open it, with its clock"), required=False)
