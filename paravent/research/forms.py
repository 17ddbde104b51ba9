"""What is typed for research."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.consent.terms import RESEARCH, Topic
from paravent.research.terms import KINDS, LONGEST_TEXT, SHORTEST_TEXT, STUDY_BUDGETS, Plan, Threshold
from paravent.research.words import DATA, EXITS, TOPICS
from paravent.uses.terms import Kind


class Choosing(Form):
    """What a patient permits. Nothing is ticked for them."""

    topics = forms.TypedMultipleChoiceField(
        choices=[(topic.value, topic.value) for topic in RESEARCH], coerce=Topic, required=False
    )


def _text(label: Any, help_text: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class Proposing(Form):
    """A study before it is approved."""

    title = forms.CharField(
        label=_("Title"),
        max_length=150,
        help_text=_(
            "Patients read it, and once approved everybody who opens the page of studies. In plain words, without names of persons."
        ),
    )
    why = _text(_("What do you want to know, and what for?"), _("Patients and everybody read it too."))
    recipients = _text(
        _("Who receives what comes out?"),
        _("Institutions by name, and no persons: everybody reads it. The practice answers for them towards patients."),
        2,
    )
    topics = forms.TypedMultipleChoiceField(
        label=_("Which permission does it need?"),
        help_text=_("Counted is only who permits all that you tick, at the moment of counting."),
        choices=[(topic.value, TOPICS[topic]) for topic in RESEARCH],
        coerce=Topic,
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("Three years at most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    kinds = forms.MultipleChoiceField(
        label=_("Which data does it need?"),
        help_text=_(
            "Ask for what the study needs, and no more: it can neither ask about other data nor be given any. Sex and age come with them, made coarse."
        ),
        choices=[(kind, DATA[kind]) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
    exits = forms.TypedMultipleChoiceField(
        label=_("How may something of it leave?"),
        help_text=_(
            "Ticked is what the study needs; what is not ticked stays closed. Without any tick it is told rounded numbers of patients, and nothing else."
        ),
        choices=[(exit_.value, format_lazy("{}: {}", *words)) for exit_, words in EXITS.items()],
        coerce=Kind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    texts = forms.BooleanField(
        label=_("With letters and notes"),
        help_text=_(
            "Should the study ask for rows: texts tell more than codes, and what happened to somebody can tell who it is, without any name. Leave it out unless the study is about texts. It is approved with the study."
        ),
        required=False,
    )
    fewest = forms.IntegerField(
        label=_("How many have to look alike, at least? (k)"),
        help_text=_(
            "By sex, year of birth, place and death. With 11, whoever guesses who somebody is, is right once in eleven at most."
        ),
        min_value=1,
        max_value=1000,
    )
    diagnoses = forms.IntegerField(
        label=_("How many different leading diagnoses, at least, in each such group? (l)"),
        help_text=_(
            "1 asks nothing. With 2, nobody is known to have an illness because they are known to be in a group. "
            "A study of one illness alone cannot ask for more than 1."
        ),
        min_value=1,
        max_value=20,
        initial=1,
    )
    farthest = forms.FloatField(
        label=_("How far may a group's diagnoses be from everybody's, at most? (t)"),
        help_text=_("From 0 to 1. 1 asks nothing; 0.2 is strict."),
        min_value=0.01,
        max_value=1,
        initial=1,
    )

    def __init__(self, *typed: Any, floor: int, **more: Any) -> None:
        super().__init__(*typed, **more)
        self.fields["fewest"].initial = floor

    def about(self) -> list[forms.BoundField]:
        """Return the fields that say what the study is about."""
        return [self[name] for name in ("title", "why", "recipients", "topics", "kinds", "exits", "texts", "until")]

    def plan(self) -> Plan:
        """Return what was typed."""
        typed = self.cleaned_data
        threshold = Threshold(typed["fewest"], typed["diagnoses"], typed["farthest"])
        return Plan(
            typed["title"],
            typed["why"],
            typed["recipients"],
            tuple(typed["topics"]),
            typed["until"],
            threshold,
            typed["texts"],
            tuple(typed["kinds"]),
            tuple(typed["exits"]),
        )


class Asking(Form):
    """A question about a cohort."""

    criteria = forms.CharField(
        label=_("Who?"),
        help_text=_(
            "One FHIR search a line. Counted is who is found by every line. Years of birth and codes; no names, days or texts."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off"}),
    )


class Giving(Form):
    """What a study may spend."""

    budget = forms.TypedChoiceField(choices=[(budget, budget) for budget in STUDY_BUDGETS], coerce=int)
