"""What is typed about a breach."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.breaches import words
from paravent.breaches.terms import SHORTEST_TEXT, Context, Ease, Factors, Loss

UNDERSTOOD_LATER = _("Write it so that somebody who was not there understands it.")


NO_NAMES = _("What, where, by which means; no patient's name: the notice to the authority begins with these words.")


def _text(label: Any, *, rows: int = 4, help_text: Any = "", is_required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=is_required,
        min_length=SHORTEST_TEXT if is_required else None,
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"min_length": UNDERSTOOD_LATER},
    )


def _choice(label: Any, kind: Any, said: dict[Any, Any]) -> forms.TypedChoiceField:
    choices = list(said.items())
    return forms.TypedChoiceField(label=label, coerce=kind, choices=choices, widget=forms.RadioSelect)


class Report(Form):
    """A breach that no case led to."""

    happened = _text(_("What happened?"), help_text=NO_NAMES)
    became_aware_at = forms.DateTimeField(
        label=_("When did you know?"),
        help_text=_("The 72 hours of Art. 33 GDPR run from then."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class Assessment(Form):
    """The factors of ENISA's method, each as a sentence, and what the notices say besides."""

    TOLD = ("account", "measures")

    context = _choice(_("What kind of data was it?"), Context, words.CONTEXTS)
    ease = _choice(_("How easily is somebody identified from it?"), Ease, words.EASES)
    confidentiality = _choice(_("Was it seen?"), Loss, words.CONFIDENTIALITY)
    integrity = _choice(_("Was it changed?"), Loss, words.INTEGRITY)
    availability = _choice(_("Is it still there?"), Loss, words.AVAILABILITY)
    is_malicious = forms.BooleanField(label=_("It was done on purpose, to harm or to gain"), required=False)
    account = _text(
        _("What happened, as the notices tell it"),
        help_text=_(
            "Authority and patients read these words. Name neither a patient nor a colleague; how many people it was, the notices add by themselves."
        ),
        is_required=False,
    )
    measures = _text(_("What was done against it, and what is planned?"), is_required=False)

    def factors(self) -> Factors:
        """Return what was chosen."""
        return Factors(**{name: value for name, value in self.cleaned_data.items() if name not in self.TOLD})

    def told(self) -> dict[str, str]:
        """Return what was typed, by its name."""
        return {name: self.cleaned_data[name] for name in self.TOLD}


class Closing(Form):
    """Why a breach is closed."""

    reason = _text(
        _("Why is it closed?"),
        rows=2,
        help_text=_("Who was told; or why a risk for those concerned is unlikely (Art. 33(1) and (5) GDPR)."),
    )
