"""What is typed to ask for a release."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.releases.terms import FEWEST, TEXTS, Column, Wish
from paravent.releases.words import COLUMNS, RUNGS, kinds


class Wishing(forms.Form):
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
        choices=kinds,
        widget=forms.CheckboxSelectMultiple,
    )
    texts = forms.BooleanField(
        label=_("With texts"),
        help_text=_("Notes and letters are rewritten without the people in them. Whatever is doubtful goes as well."),
        required=False,
    )
    leaves_out = forms.BooleanField(
        label=_("Leave out whoever still stands out, one in ten at most"),
        help_text=_("Often a few people alone keep everybody else from leaving less coarsely."),
        required=False,
    )
    fewest = forms.TypedChoiceField(
        label=_("At least so many have to look alike"), choices=[(one, one) for one in FEWEST], coerce=int
    )

    def __init__(self, *typed: Any, questions: Mapping[UUID, str], **more: Any) -> None:
        super().__init__(*typed, **more)
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
            texts=typed["texts"] or bool({*chosen} & {*TEXTS}),
            leaves_out=typed["leaves_out"],
            fewest=typed["fewest"],
        )
