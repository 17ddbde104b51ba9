"""What people type about visits, checked before anybody is asked."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.fhir.confidentiality import Label
from paravent.kernel.ids import TeamId
from paravent.people.terms import VerifiedHow
from paravent.records.words import LABELS
from paravent.tariff.terms import Occasion
from paravent.visits.terms import SHORTEST_REASON, Flow, Ground, Note
from paravent.visits.words import GROUNDS, OCCASIONS

LENGTHS = [(minutes, format_lazy("{} {}", minutes, _("minutes"))) for minutes in (10, 15, 20, 30, 45, 60)]
DAYS = [(days, format_lazy("{} {}", days, _("days"))) for days in (7, 30, 90)]
FURTHEST = timedelta(days=10 * 365)
LONGEST_LIFE = timedelta(days=130 * 365)
HOW = [
    (VerifiedHow.KNOWN_PERSONALLY, _("I know them personally")),
    (VerifiedHow.INSURANCE_CARD, _("Insurance card shown")),
    (VerifiedHow.IDENTITY_DOCUMENT, _("Identity document shown")),
    (VerifiedHow.CONTROL_QUESTIONS, _("Control questions answered")),
]


# Marks that turn the direction of whatever follows: in a name they would turn the words beside it, "not verified" too.
TURNS = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class NameField(forms.CharField):
    """A person's name in any writing, without marks that turn the page around it."""

    def to_python(self, value: object) -> str:
        """Return the name as it is shown."""
        return super().to_python(str(value or "").translate(TURNS)) or ""


class DayInput(forms.DateInput):
    """A day as browsers want it in every language; what they cannot read they show as empty."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Booking(Form):
    """An appointment. Times are the practice's local time; one that the clock change skips is refused."""

    patient = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _("Choose a patient first.")})
    clinician = forms.ChoiceField(label=_("With"))
    day = forms.DateField(label=_("Day"), widget=DayInput())
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time", "step": 300}))
    minutes = forms.TypedChoiceField(label=_("Length"), choices=LENGTHS, coerce=int, initial=20)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"data-nudge": "booking"}),
        help_text=_("A few words for the calendar. Reception reads this: no findings."),
    )

    occasion = forms.TypedChoiceField(
        label=_("Kind of visit"),
        choices=list(OCCASIONS.items()),
        coerce=Occasion,
        empty_value=Occasion.ORDINARY,
        required=False,
        help_text=_(
            "Decides how the visit is billed. On-call duty has codes of its own; what is on call, or comes from the appointment service as acute, counts for no limit on video."
        ),
    )

    def offer(self, clinicians: list[tuple[str, str]]) -> None:
        """Let the form choose among these clinicians."""
        field = self.fields["clinician"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type checker what stands above)
        field.choices = clinicians

    def clean_day(self) -> date:
        """Refuse a year that was mistyped: nobody books so far ahead, and the calendar's ends have no neighbours."""
        day: date = self.cleaned_data["day"]
        if abs(day - timezone.localdate()) > FURTHEST:
            raise forms.ValidationError(_("This day is too far away. Is the year right?"))
        return day

    def clean(self) -> dict[str, object]:
        """Join day and time into one instant of the practice's time zone."""
        cleaned = super().clean() or {}
        day, time = cleaned.get("day"), cleaned.get("time")
        if day and time:
            zone = timezone.get_current_timezone()
            starts_at = datetime.combine(day, time, tzinfo=zone)
            if starts_at.astimezone(UTC).astimezone(zone).time() != time:
                self.add_error("time", _("The clocks change that night: this time does not exist."))
            cleaned["starts_at"] = starts_at
            cleaned["length"] = timedelta(minutes=cleaned.get("minutes") or 20)
        return cleaned


class NewPatient(Form):
    """Who somebody is, as reception notes it."""

    name = NameField(label=_("Name"), max_length=120)
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=DayInput())
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)
    team = forms.TypedChoiceField(
        label=_("Cared for by"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=_("The team may open the file. Without one, only a visit or a referral opens it."),
    )
    is_another = forms.BooleanField(
        label=_("It is somebody else with the same name and date of birth."), required=False, widget=forms.HiddenInput
    )

    def clean_birth_date(self) -> date | None:
        """Refuse a day of birth that nobody alive has: a year that was mistyped."""
        born: date | None = self.cleaned_data["birth_date"]
        if born and not timedelta(0) <= timezone.localdate() - born <= LONGEST_LIFE:
            raise forms.ValidationError(_("Nobody was born on this day. Is the year right?"))
        return born

    def ask_whether_known(self) -> None:
        """Say that there is such a patient already, and let the form be sent on purpose."""
        self.add_error(
            "is_another", _("A patient with this name and date of birth is registered already: book for them.")
        )
        self.fields["is_another"].widget = forms.CheckboxInput()

    def offer(self, teams: list[tuple[TeamId, str]]) -> None:
        """Let the form choose among these teams, or none."""
        field = self.fields["team"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type checker what stands above)
        field.choices = [("", _("no team")), *((str(team), name) for team, name in teams)]


class Referral(Form):
    """Asking a colleague in: who, and for how long they may open the file."""

    to = forms.TypedChoiceField(label=_("Colleague"), coerce=UUID)
    days = forms.TypedChoiceField(label=_("For"), choices=DAYS, coerce=int, initial=30)

    def offer(self, colleagues: list[tuple[str, str]]) -> None:
        """Let the form choose among these colleagues."""
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type checker what stands above)
        field.choices = colleagues


class Arrival(Form):
    """What a guest says before they sit down in the waiting room. Sending it is the agreement to the words above it."""

    name = NameField(
        label=_("Your name"),
        max_length=120,
        strip=True,
        error_messages={"required": _("Please type your name, so that the practice knows who is waiting.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class Verification(Form):
    """How the clinician knows the patient."""

    how = forms.ChoiceField(label=_("How do you know?"), choices=HOW, widget=forms.RadioSelect)


def _part(label: object, longest: int = 20_000) -> forms.CharField:
    written = forms.Textarea(attrs={"data-nudge": "note"})
    return forms.CharField(label=label, required=False, widget=written, max_length=longest)  # type: ignore[arg-type]


class NoteForm(Form):
    """The note and what the patient is told."""

    subjective = _part(_("Subjective"))
    objective = _part(_("Objective"))
    assessment = _part(_("Assessment"))
    plan = _part(_("Plan"))
    for_patient = _part(_("For the patient"), 5_000)

    label = forms.TypedChoiceField(
        label=_("Who sees it"), choices=LABELS, coerce=Label, required=False, empty_value=Label.NORMAL
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> datetime | None:
        """Return when the note was kept that the writer has before them; what says no time has seen none."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def note(self) -> Note:
        """Return what was typed."""
        return Note(**{name: text for name, text in self.cleaned_data.items() if name not in {"label", "seen"}})


class ErasureReason(Form):
    """Why somebody is erased. Typed first, read a second time, then confirmed."""

    ground = forms.TypedChoiceField(
        label=_("On what ground?"),
        coerce=Ground,
        choices=list(GROUNDS.items()),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why, in your own words"),
        min_length=SHORTEST_REASON,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Which request of which day, and why no duty stands in its way. Leave the name out: this text stays."
        ),
        error_messages={"min_length": _("Write a sentence that somebody can judge later.")},
    )


def flow_said(text: str) -> Flow | None:
    """Return what a page counted of its call; nothing where it counted nothing, or says what is no count."""
    try:
        said = json.loads(text)
        return Flow(**{field.name: int(said[field.name]) for field in fields(Flow)})
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
