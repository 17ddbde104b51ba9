"""What is typed to ask for a release."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.releases.terms import TEXTS, Column, Wish
from paravent.releases.words import COLUMNS, RUNGS, kinds
from paravent.research.terms import Plan


class Wishing(Form):
    """A wish, before it is measured."""

    preview = forms.TypedChoiceField(
        label=_("Whose data?"),
        help_text=_(
            "A group that this study has counted. What is asked for is who permits it at the moment of making."
        ),
        coerce=UUID,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Which data?"),
        help_text=_("Age and sex come with it, as coarse as you say below. Ask for what the study needs, and no more."),
        widget=forms.CheckboxSelectMultiple,
    )
    texts = forms.BooleanField(
        label=_("With texts"),
        help_text=_(
            "Notes and letters are rewritten without the people in them. One in which somebody may be left waits for a clinician of the patient, and comes with the next release."
        ),
        required=False,
    )
    leaves_out = forms.BooleanField(
        label=_("Leave out whoever still stands out, one in ten at most"),
        help_text=_("Often a few people alone keep everybody else from leaving less coarsely."),
        required=False,
    )

    def __init__(self, *typed: Any, questions: Mapping[UUID, str], approved: Plan, **more: Any) -> None:
        super().__init__(*typed, **more)
        if not approved.texts:
            del self.fields["texts"]
        self.fields["kinds"].choices = kinds(approved)  # type: ignore[attr-defined]
        self.approved = approved.threshold
        self.fields["fewest"] = _at_least(self.approved.fewest)
        self.fields["preview"].choices = list(questions.items())  # type: ignore[attr-defined]
        for column in Column:
            self.fields[column] = forms.TypedChoiceField(
                label=str(COLUMNS[column]), choices=list(enumerate(RUNGS[column])), coerce=int
            )

    def rungs(self) -> list[forms.BoundField]:
        """Return the fields that say how coarsely each column leaves."""
        return [self[column] for column in Column]

    def wish(self) -> Wish:
        """Return what was typed. Letters and notes are texts."""
        typed = self.cleaned_data
        chosen = typed["kinds"]
        return Wish(
            typed["preview"],
            tuple(chosen),
            {column: typed[column] for column in Column},
            texts=typed.get("texts", False) or bool({*chosen} & {*TEXTS}),
            leaves_out=typed["leaves_out"],
            fewest=typed["fewest"],
            diagnoses=self.approved.diagnoses,
            farthest=self.approved.farthest,
        )


def _at_least(approved: int) -> forms.IntegerField:
    """Return the field for how many have to look alike: what was approved with the study, or more."""
    lower = _("The study was approved with %(fewest)s. A release can ask for more, and never for less.")
    return forms.IntegerField(
        label=_("At least so many have to look alike (k)"),
        help_text=_("Approved with the study: %(fewest)s. You may ask for more.") % {"fewest": approved},
        initial=approved,
        min_value=approved,
        error_messages={"min_value": lower % {"fewest": approved}},
    )


class Naming(Form):
    """Who receives what a study is given, and their public key."""

    name = forms.CharField(
        label=_("Who the recipient is"),
        help_text=_(
            "An organisation, as patients shall read it, and no person: “University of Fulda, registry”. For a new key of a recipient whom you named before, type the same."
        ),
        max_length=120,
    )
    public_key = forms.CharField(
        label=_("The recipient's public key"),
        help_text=_("As they sent it: it begins with BEGIN PUBLIC KEY. Their private key stays with them."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off"}),
    )
