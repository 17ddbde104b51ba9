"""What is typed about a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.vigilance.terms import MOST_BUDGET, SHORTEST_REMARK, Verdict
from paravent.vigilance.words import VERDICTS


def _remark() -> forms.CharField:
    return forms.CharField(
        label=_("What you based it on"),
        min_length=SHORTEST_REMARK,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person whom it is about reads it, and whoever looks at the case later."),
        error_messages={"min_length": _("Write a sentence that somebody can follow later.")},
    )


class Decision(forms.Form):
    """What the data-protection officer found."""

    verdict = forms.TypedChoiceField(
        label=_("What did you find?"), coerce=Verdict, choices=list(VERDICTS.items()), widget=forms.RadioSelect
    )
    remark = _remark()


class Second(forms.Form):
    """What the second person found."""

    agrees = forms.TypedChoiceField(
        label=_("Was it a breach?"),
        coerce=lambda word: word == "yes",
        choices=[("yes", _("Yes, it was a breach")), ("no", _("No, look at it again"))],
        widget=forms.RadioSelect,
    )
    remark = _remark()


class Budget(forms.Form):
    """How much there is time for."""

    per_week = forms.IntegerField(label=_("Cases a week"), min_value=0, max_value=MOST_BUDGET)
