"""What an administrator enters into the roster, checked before anybody is asked."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import File, Form
from paravent.rosters.terms import Shift

LARGEST = 2 * 1024 * 1024
"""Bytes of a roster file: some 20,000 lines."""


class Hours(Form):
    """Hours of one person on some days of one week."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=UUID)
    team = forms.TypedChoiceField(label=_("With which team"), coerce=UUID, required=False, empty_value=None)
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    days = forms.TypedMultipleChoiceField(
        label=_("On"),
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )

    def offer(self, people: list[tuple[UUID, str]], teams: list[tuple[Any, str]], days: list[date]) -> None:
        """Let the form choose among these people, teams and days."""
        choices: dict[str, list[tuple[str, Any]]] = {
            "person": [(str(person), name) for person, name in people],
            "team": [("", _("Emergency duty")), *((str(team), name) for team, name in teams)],
            "days": [
                (day.isoformat(), f"{date_format(day, 'D')}, {date_format(day, 'MONTH_DAY_FORMAT')}") for day in days
            ],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type checker what stands above)
            field.choices = offered

    def clean(self) -> dict[str, Any]:
        """Let hours be hours."""
        cleaned = dict(super().clean() or {})
        if "begins" in cleaned and cleaned.get("begins") == cleaned.get("ends"):
            raise forms.ValidationError(_("It ends when it begins. Say from when until when."))
        return cleaned

    def shifts(self) -> list[Shift]:
        """Return the hours as they go on the roster: over midnight where they end earlier than they begin."""
        said = self.cleaned_data
        overnight = timedelta(days=said["ends"] <= said["begins"])
        return [
            Shift(
                said["person"],
                said["team"],
                timezone.make_aware(datetime.combine(day, said["begins"])),
                timezone.make_aware(datetime.combine(day + overnight, said["ends"])),
            )
            for day in said["days"]
        ]


class Upload(Form):
    """A roster from another program."""

    file = File(
        label=_("Table or calendar"),
        largest=LARGEST,
        advice=_("Import a few months at a time."),
        widget=forms.FileInput(attrs={"accept": ".csv,.ics,text/csv,text/calendar"}),
    )

    def clean_file(self) -> bytes:
        """Read the file."""
        return bytes(self.cleaned_data["file"].read())
