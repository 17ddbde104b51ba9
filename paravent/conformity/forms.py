"""What a person puts on record for a rule: the paper, when it was done, when it is due again."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import File, Form
from paravent.conformity.terms import Shown

LARGEST = 25 * 1024 * 1024
DAY = {"type": "date"}


class Showing(Form):
    """The paper is hashed and forgotten: it stays with the practice."""

    done_on = forms.DateField(label=_("Done on"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    due_on = forms.DateField(label=_("Due again on"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    paper = File(
        label=_("The paper that shows it"),
        largest=LARGEST,
        advice=_("Scan it at a lower resolution, or put on record the page that is signed, and choose it again."),
        help_text=_("Only its hash is kept. Keep the file: by the hash anybody can see that it is this one."),
    )

    @property
    def shown(self) -> Shown:
        """Return what is put on record."""
        digest = hashlib.sha256()
        for piece in self.cleaned_data["paper"].chunks():
            digest.update(piece)
        return Shown(self.cleaned_data["done_on"], self.cleaned_data["due_on"], digest.hexdigest())
