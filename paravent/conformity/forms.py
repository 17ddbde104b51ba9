"""What a person puts on record for a rule: the paper, when it was done, when it is due again."""

import hashlib
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.conformity.terms import Shown

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST = 25 * 1024 * 1024
DAY = {"type": "date"}


class Showing(Form):
    """The paper is hashed and forgotten: it stays with the practice."""

    done_on = forms.DateField(label=_("Done on"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    due_on = forms.DateField(label=_("Due again on"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    paper = forms.FileField(
        label=_("The paper that shows it"),
        help_text=_("Only its hash is kept. Keep the file: by the hash anybody can see that it is this one."),
    )

    def clean_paper(self) -> "UploadedFile[bytes]":
        """Hold that the paper is not larger than papers are."""
        paper: UploadedFile[bytes] = self.cleaned_data["paper"]
        if (paper.size or 0) > LARGEST:
            raise forms.ValidationError(_("This file is larger than 25 MB."))
        return paper

    @property
    def shown(self) -> Shown:
        """Return what is put on record."""
        digest = hashlib.sha256()
        for piece in self.cleaned_data["paper"].chunks():
            digest.update(piece)
        return Shown(self.cleaned_data["done_on"], self.cleaned_data["due_on"], digest.hexdigest())
