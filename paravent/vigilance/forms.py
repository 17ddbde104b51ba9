"""What is typed about a case."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.access.terms import BrakeKind
from paravent.vigilance.terms import MOST_ABOVE, MOST_BUDGET, SHORTEST_REMARK, Mode, Rule, Verdict
from paravent.vigilance.words import MODES, VERDICTS, brake_in_words


def _remark() -> forms.CharField:
    return forms.CharField(
        label=_("What you based it on"),
        min_length=SHORTEST_REMARK,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person whom it is about reads it, and whoever looks at the case later."),
        error_messages={"min_length": _("Write a sentence that somebody can follow later.")},
    )


class Decision(Form):
    """What the data-protection officer found."""

    verdict = forms.TypedChoiceField(
        label=_("What did you find?"), coerce=Verdict, choices=list(VERDICTS.items()), widget=forms.RadioSelect
    )
    remark = _remark()


class Second(Form):
    """What the second person found."""

    agrees = forms.TypedChoiceField(
        label=_("Was it a breach?"),
        coerce=lambda word: word == "yes",
        choices=[("yes", _("Yes, it was a breach")), ("no", _("No, look at it again"))],
        widget=forms.RadioSelect,
    )
    remark = _remark()


class Why(Form):
    """Why an explanation is adopted, rejected, or not any more."""

    remark = forms.CharField(
        label=_("Why"),
        min_length=SHORTEST_REMARK,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"min_length": _("Write a sentence that somebody can follow later.")},
    )


class Budget(Form):
    """How much there is time for."""

    per_week = forms.IntegerField(label=_("Cases a week"), min_value=0, max_value=MOST_BUDGET)


class Lifting(Form):
    """Why a brake is taken off."""

    remark = forms.CharField(
        label=_("Why it is taken off"),
        min_length=SHORTEST_REMARK,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person reads it."),
        error_messages={"min_length": _("Write a sentence that somebody can follow later.")},
    )


class Brakes(Form):
    """How each brake is used: two fields of each."""

    def __init__(self, rules: Iterable[Rule], data: Any = None) -> None:
        super().__init__(data)
        self.rules = tuple(rules)
        for rule in self.rules:
            self.fields[f"{rule.kind}-mode"] = forms.TypedChoiceField(
                label=brake_in_words(rule.kind), coerce=Mode, choices=list(MODES.items()), initial=rule.mode
            )
            self.fields[f"{rule.kind}-above"] = forms.FloatField(
                label=_("If by itself: from this score on"),
                min_value=1,
                max_value=MOST_ABOVE,
                initial=rule.above,
                widget=forms.NumberInput(attrs={"step": "0.1"}),
            )

    def pairs(self) -> Iterator[tuple[BrakeKind, Any, Any]]:
        """Yield what is shown together: a brake, whether it is used, and from when on."""
        for rule in self.rules:
            yield rule.kind, self[f"{rule.kind}-mode"], self[f"{rule.kind}-above"]

    def changed(self) -> Iterator[tuple[BrakeKind, Mode, float]]:
        """Yield what somebody said anew."""
        for rule in self.rules:
            said = self.cleaned_data[f"{rule.kind}-mode"], self.cleaned_data[f"{rule.kind}-above"]
            if said != (rule.mode, rule.above):
                yield rule.kind, *said
