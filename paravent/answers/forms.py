"""What is typed to ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.answers.terms import COSTS
from paravent.answers.words import SIGN_NAMES, flaw_in_words
from paravent.noise.questions import question
from paravent.noise.terms import LONGEST_COHORT, Measure, Question, QuestionUnreadable
from paravent.research.queries import in_one_form
from paravent.research.terms import CriteriaUnreadable
from paravent.research.words import epsilon
from paravent.research.words import flaw_in_words as criteria_flaw_in_words

FIELDS: dict[Measure, tuple[str, ...]] = {Measure.FEATURES: ("features",)} | dict.fromkeys(
    (Measure.SPREAD, Measure.MEAN), ("sign", "marks")
)
"""Which fields a measure has, besides the cohort and the cost."""


def _searches(label: Any, help_text: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_COHORT,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
    )


class Asking(Form):
    """A question of one measure."""

    features = _searches(
        _("Which features?"),
        _("One FHIR search a line, eight at most. Each patient counts in every line that finds them."),
        required=True,
    )
    sign = forms.ChoiceField(label=_("Which measurement?"), choices=[*SIGN_NAMES.items()])
    marks = forms.CharField(max_length=100)
    cohort = _searches(
        _("Among whom?"),
        _("One FHIR search a line, as for counting. Empty: all who permit it."),
        required=False,
    )
    cost = forms.TypedChoiceField(
        label=_("How much of the budget (ε)?"),
        help_text=_("The more, the less noise, and the less is left. How far off it will be is said before you ask."),
        choices=[(cost, cost) for cost in COSTS],
        coerce=int,
        initial=200,
        widget=forms.RadioSelect,
    )

    def __init__(self, measure: Measure, *given: Any) -> None:
        super().__init__(*given)
        self.measure, self.asked = measure, None
        for name in {"features", "sign", "marks"} - {*FIELDS.get(measure, ())}:
            del self.fields[name]
        if "marks" in self.fields:
            self.fields["marks"].label, self.fields["marks"].help_text = MARKS[measure]
        self.fields["cost"].choices = [(cost, epsilon(cost)) for cost in COSTS]  # type: ignore[attr-defined]

    asked: Question | None

    def clean(self) -> dict[str, Any]:
        """Make the question of what was typed, or say in which field it cannot be asked."""
        typed: dict[str, Any] = super().clean() or {}
        if self.errors:
            return typed
        cohort = self._in_one_form("cohort", [typed.get("cohort", "")])
        features = self._in_one_form("features", typed.get("features", "").splitlines())
        if self.errors:
            return typed
        try:
            self.asked = question(
                self.measure, "".join(cohort), features, typed.get("sign", ""), typed.get("marks", "")
            )
        except QuestionUnreadable as unreadable:
            self.add_error("marks" if "marks" in self.fields else "features", flaw_in_words(unreadable))
        return typed

    def _in_one_form(self, field: str, texts: list[str]) -> list[str]:
        try:
            return [in_one_form(text) for text in texts if text.strip()]
        except CriteriaUnreadable as unreadable:
            self.add_error(field, criteria_flaw_in_words(unreadable))
            return []


MARKS = {
    Measure.MEAN: (
        _("Between which bounds?"),
        _(
            "Two numbers. A value outside counts as the nearer bound; the wider they are, the more noise is needed. Do not take them from the data."
        ),
    ),
    Measure.SPREAD: (_("At which numbers does a group begin?"), _("For example 100 120 140 160; twelve at most.")),
}
