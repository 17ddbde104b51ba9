"""What is typed about requests."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.people.terms import Identity
from paravent.rights.terms import LONGEST_TEXT, SHORTEST_TEXT, Kind, Outcome, WithheldFor
from paravent.rights.words import GROUNDS, KINDS, OUTCOMES


def _text(label: Any, *, least: int = SHORTEST_TEXT, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        min_length=least,
        max_length=LONGEST_TEXT,
        required=bool(least),
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


NOT_YET = _("That day has not come yet.")


class Asking(Form):
    """What a patient asks for, in their own words where they like."""

    kind = forms.TypedChoiceField(
        label=_("What do you ask for?"), choices=list(KINDS.items()), coerce=Kind, widget=forms.RadioSelect
    )
    wish = _text(
        _("In your words, if you like"),
        least=0,
        help_text=_("What is wrong, and how it should be; or what the copy is for."),
    )


class Entering(Form):
    """A request that came by letter."""

    kind = forms.TypedChoiceField(
        label=_("What is asked for?"), choices=list(KINDS.items()), coerce=Kind, widget=forms.RadioSelect
    )
    received_on = forms.DateField(
        label=_("When did it come?"),
        help_text=_("The month of Art. 12(3) GDPR runs from that day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    wish = _text(_("What the letter says, in short"), least=0)


class Extending(Form):
    """Why a request needs longer."""

    reason = _text(
        _("Why does it need longer?"),
        rows=2,
        help_text=_("The patient reads it. Two months are added, once (Art. 12(3) GDPR)."),
    )


class Answering(Form):
    """How a request ends, and what the patient is told."""

    outcome = forms.TypedChoiceField(
        label=_("How was it answered?"), choices=list(OUTCOMES.items()), coerce=Outcome, widget=forms.RadioSelect
    )
    answer = _text(
        _("What the patient is told"),
        help_text=_("Where something is not done: why, and that they may complain to the authority (Art. 12(4) GDPR)."),
    )


class Withholding(Form):
    """Whose name is withheld, why, and for how long."""

    person = forms.TypedChoiceField(label=_("Whose name?"), coerce=UUID)
    ground = forms.TypedChoiceField(
        label=_("On which ground?"), choices=list(GROUNDS.items()), coerce=WithheldFor, widget=forms.RadioSelect
    )
    days = forms.IntegerField(label=_("For how many days?"), min_value=1, max_value=365, initial=90)
    reason = _text(_("Why?"), rows=2, help_text=_("The authority reads it; the patient reads that a name is withheld."))

    def __init__(self, *given: Any, people: Iterable[tuple[UUID, str]] = (), **more: Any) -> None:
        super().__init__(*given, **more)
        person = self.fields["person"]
        assert isinstance(person, forms.TypedChoiceField)  # noqa: S101 (it stands above)
        person.choices = list(people)


class Correcting(Form):
    """Who a patient is, as it should stand."""

    name = forms.CharField(label=_("Name"), max_length=200)
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def identity(self) -> Identity:
        """Return what was typed."""
        return Identity(**self.cleaned_data)


class Code(Form):
    """The code of a copy."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Twenty letters and numbers, as the practice gave them to you."),
    )
