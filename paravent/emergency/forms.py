"""What is typed in an emergency, and about it afterwards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.emergency.terms import SHORTEST_REASON, Verdict


class Reason(Form):
    """Why this file, now. Typed first, read a second time, then confirmed."""

    reason = forms.CharField(
        label=_("What is the emergency?"),
        min_length=SHORTEST_REASON,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who called, what happened, why you need this file now. The patient and the review read it."),
        error_messages={"min_length": _("Write a sentence that somebody can judge later.")},
    )


class Review(Form):
    """What the data-protection officer found."""

    verdict = forms.TypedChoiceField(
        label=_("What did you find?"),
        coerce=Verdict,
        choices=[(Verdict.JUSTIFIED, _("Justified")), (Verdict.NOT_JUSTIFIED, _("Not justified"))],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=_("What you based it on"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
