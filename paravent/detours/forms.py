"""What somebody says who consulted elsewhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.detours.terms import SHORTEST_SENTENCE, App, Heed, Why
from paravent.detours.words import WHYS


class OwningUp(Form):
    """A sentence, and why if they like; which app is the button they press."""

    sentence = forms.CharField(
        label=_("What happened, in a sentence"),
        help_text=_("For the file: what you talked about, how, and whether photos or findings went through the app."),
        min_length=SHORTEST_SENTENCE,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": _("Write a sentence that somebody can follow later.")},
    )
    why = forms.TypedChoiceField(
        label=_("Why, if you like to say"),
        help_text=_("Counted without your name and without the patient, so that the reason can be mended."),
        choices=list(WHYS.items()),
        coerce=Why,
        initial=Why.NOT_SAID,
        required=False,
        empty_value=Why.NOT_SAID,
    )
    app = forms.TypedChoiceField(choices=[(app, app) for app in App], coerce=App)


class Nudged(Form):
    """What a page tells of a nudge: which app, and what came of it. Nothing else is taken."""

    app = forms.TypedChoiceField(choices=[(app, app) for app in App], coerce=App)
    heed = forms.TypedChoiceField(choices=[(heed, heed) for heed in Heed], coerce=Heed)
