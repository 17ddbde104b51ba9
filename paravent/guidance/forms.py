"""What is pressed beside a piece of guidance."""

from django import forms

from paravent.access.forms import Form
from paravent.guidance.terms import Piece


class PuttingAway(Form):
    """Which piece is not to come again, and which page to go back to."""

    piece = forms.TypedChoiceField(choices=[(piece, piece) for piece in Piece], coerce=Piece)
    back = forms.CharField(max_length=300, required=False)
