"""What is said about a text in doubt."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.doubts.terms import LONGEST_WORDS, Answer

OUT, NO_NAME = "out", "no-name"


class Deciding(Form):
    """One answer for each doubtful place, and names that nobody asked about. What is left as it comes is taken out."""

    words = forms.CharField(
        label=_("Does anybody else stand in it?"),
        help_text=_("Write it as it stands in the text, one a line. It is taken out wherever it stands."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *typed: Any, places: int, **more: Any) -> None:
        super().__init__(*typed, **more)
        self.places = places
        for number in range(1, places + 1):
            self.fields[f"place-{number}"] = forms.ChoiceField(
                choices=[(OUT, _("Take it out")), (NO_NAME, _("It is no name"))],
                widget=forms.RadioSelect,
                initial=OUT,
            )

    def answer(self, *, stays_back: bool) -> Answer:
        """Return what was said."""
        said = self.cleaned_data
        spared = {number - 1 for number in range(1, self.places + 1) if said[f"place-{number}"] == NO_NAME}
        words = tuple(word for line in said["words"].splitlines() if (word := line.strip()))
        return Answer(frozenset(spared), words, stays_back)
