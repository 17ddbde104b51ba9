"""What is typed for rounds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form


class Attaching(Form):
    """A charter, as it was written or sent."""

    charter = forms.CharField(
        label=_("The charter"),
        help_text=_("As you wrote it, or as the leader sent it: all sites agree to the same one, to the letter."),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocapitalize": "off"}),
    )
