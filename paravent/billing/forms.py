"""What is typed and chosen about bills."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.access.forms import Form
from paravent.billing.terms import SHORTEST_REASON, Stated, Terms
from paravent.billing.words import (
    AUDIO_REASONS,
    CALLERS,
    DECISION_MAKINGS,
    IDENTITY_CHECKS,
    INITIATORS,
    KINDS,
    PAYERS,
    PLACES,
    SPECIALTIES,
    YES,
)
from paravent.fhir.diagnoses import WRITTEN, Diagnosis, Problem
from paravent.fhir.npi import is_npi
from paravent.people.terms import Colleague, Coverage
from paravent.tariff.catalogue import Code
from paravent.tariff.evidence import ChosenFactor
from paravent.tariff.payer import PROFILES
from paravent.tariff.reading import catalogues
from paravent.tariff.terms import (
    AudioReason,
    DecisionMaking,
    IdentityCheck,
    Initiator,
    Kind,
    Occasion,
    Place,
    Scheme,
)
from paravent.visits.words import OCCASIONS

LONGEST_TALK = 240
NAMED = re.compile(r"[!-{}~]{1,80}\|[!-{}~]{1,20}")
"""A system and a code, as the page names a diagnosis."""
STATED_KINDS = {kind: word for kind, word in KINDS.items() if kind != Kind.ON_CALL}
"""A visit on call is marked as such: an occasion, and no kind that is chosen."""
MOST_CASES = 1_000_000
WRITE_WHY = _("Write a sentence that somebody can follow later.")


def _choices(words: Mapping[str, Promise], nothing: Promise | None = None) -> list[tuple[str, Promise]]:
    known = [(str(value), word) for value, word in words.items()]
    return [("", nothing), *known] if nothing else known


def _chosen(kind: Any, words: Mapping[str, Promise], label: Any, nothing: Promise | None = None) -> Any:
    return forms.TypedChoiceField(
        label=label, choices=_choices(words, nothing), coerce=kind, empty_value=None, required=False
    )


LOWEST_FACTOR, HIGHEST_FACTOR = Decimal(1), Decimal("3.5")
"""Without an agreement beforehand (§ 5 (1), § 2 GOÄ)."""


@cache
def factored() -> tuple[str, ...]:
    """Return the codes for which a clinician may choose a factor (§ 5 GOÄ)."""
    return tuple(
        code.code for code in catalogues()[Scheme.GOAE].codes if any(version.factor for version in code.versions)
    )


class OfTheFile(forms.MultipleChoiceField):
    """Diagnoses to choose from. Whether they stand in the file the operation looks up: the form does not know it when it is sent."""

    def valid_value(self, value: Any) -> bool:
        """Tell whether it is written as the page writes one."""
        return bool(NAMED.fullmatch(str(value)))


class Facts(Form):
    """What the clinician states beside the evidence. What the scheme never asks for is not on the page."""

    kind = _chosen(Kind, STATED_KINDS, _("What took place"))
    is_initiator = _chosen(
        lambda word: word == "biller", CALLERS, _("Who called the conference, or asked for the colleague's advice")
    )
    occasion = _chosen(Occasion, OCCASIONS, _("Kind of visit"), _("As marked when it was booked or begun"))
    identity_check = _chosen(IdentityCheck, IDENTITY_CHECKS, _("Identity"), _("As noted at the visit"))
    is_new_patient = _chosen(lambda word: word == "yes", YES, _("New patient"), _("As the file says"))
    decision_making = _chosen(DecisionMaking, DECISION_MAKINGS, _("Medical decision making"), _("Not said"))
    stated_minutes = forms.IntegerField(
        label=_("Whole time for it on that day, in minutes"), min_value=1, max_value=LONGEST_TALK, required=False
    )
    place = _chosen(Place, PLACES, _("Where the patient was"))
    initiator = _chosen(Initiator, INITIATORS, _("Who asked for it"))
    audio_reason = _chosen(AudioReason, AUDIO_REASONS, _("Why without picture"), _("There was a picture"))
    in_person_on = forms.DateField(
        label=_("Last in the practice in person, if the file does not know"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    talked_minutes = forms.IntegerField(
        label=_("Minutes of talking, if the count is wrong"), min_value=1, max_value=LONGEST_TALK, required=False
    )
    with_picture = forms.BooleanField(label=_("with picture"), required=False, initial=True)
    diagnoses = OfTheFile(
        label=_("Diagnoses of the file that this visit was about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more_diagnoses = forms.CharField(
        label=_("Further diagnoses, by ICD-10-CM"),
        max_length=200,
        required=False,
        help_text=_("Codes with blanks between them: J06.9 R05.1. Billing reads the codes, and no word beside them."),
    )
    reason = forms.CharField(
        label=_("Why, if you correct something or bill against a rule"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever does the billing reads it: nothing of what the visit was about."),
    )

    ASKED = {
        Scheme.EBM: ("kind", "is_initiator", "stated_minutes", "occasion", "identity_check"),
        Scheme.GOAE: ("kind",),
        Scheme.CPT: (
            "kind",
            "is_new_patient",
            "decision_making",
            "stated_minutes",
            "place",
            "initiator",
            "audio_reason",
        ),
    }
    CORRECTING = ("in_person_on", "talked_minutes", "with_picture")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for code in factored():
            self.fields[f"factor-{code}"] = _factor()
            self.fields[f"because-{code}"] = _why_this_factor()

    def factor_of(self, code: str) -> list[forms.BoundField]:
        """Return the questions about the factor of a code, if it has one."""
        return [self[f"factor-{code}"], self[f"because-{code}"]] if code in factored() else []

    def offer(self, problems: Iterable[Problem]) -> None:
        """Let the form choose among the diagnoses of the file."""
        field = self.fields["diagnoses"]
        assert isinstance(field, OfTheFile)  # noqa: S101 (tells the type checker what stands above)
        field.choices = [(_one_word(one.diagnosis), f"{one.diagnosis.code} {one.words}") for one in problems]

    def clean_more_diagnoses(self) -> list[str]:
        """Refuse what is no code: words would be read by whoever does the billing."""
        codes = self.cleaned_data["more_diagnoses"].upper().replace(",", " ").split()
        if any(not WRITTEN.fullmatch(code) for code in codes):
            raise forms.ValidationError(_("This is no code of ICD-10-CM. Write codes alone, like J06.9."))
        return list(codes)

    def asked(self, scheme: Scheme) -> list[forms.BoundField]:
        """Return the questions of a scheme."""
        return [self[name] for name in self.ASKED[scheme]]

    def correcting(self) -> list[forms.BoundField]:
        """Return what corrects the evidence."""
        return [self[name] for name in self.CORRECTING]

    def stated(self) -> Stated:
        """Return what was said; what was left out stays as it is known."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        chosen = [Diagnosis(*reversed(one.split("|"))) for one in said.pop("diagnoses", [])]
        typed = [Diagnosis(code) for code in said.pop("more_diagnoses", [])]
        diagnoses = tuple(dict.fromkeys([*chosen, *typed]))
        asked = [(code, said.pop(f"factor-{code}", None), said.pop(f"because-{code}", "")) for code in factored()]
        factors = {code: ChosenFactor(factor, because) for code, factor, because in asked if factor is not None}
        return Stated(**{"with_picture": False, **said, "diagnoses": diagnoses, "factors": factors})


def _factor() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Factor"),
        min_value=LOWEST_FACTOR,
        max_value=HIGHEST_FACTOR,
        max_digits=4,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )


def _why_this_factor() -> forms.CharField:
    return forms.CharField(
        label=_("Why, if it is above the usual one"),
        max_length=300,
        required=False,
        help_text=_("The patient reads it on the invoice: what made it harder or longer than usual. Name no finding."),
    )


def _one_word(diagnosis: Diagnosis) -> str:
    return f"{diagnosis.system}|{diagnosis.code}"


NUMBER_OR_DAY = _("Type the number that stands on the invoice, or the day of the visit.")


class OfErased(Form):
    """By what the bills of somebody whose file was erased are found."""

    number = forms.IntegerField(label=_("Number of the invoice"), required=False, min_value=1)
    held_on = forms.DateField(
        label=_("or day of the visit"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class Reason(Form):
    """Why a bill is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"min_length": WRITE_WHY},
    )


class Cases(Form):
    """How many cases the practice software counts."""

    cases = forms.IntegerField(
        label=_("Cases of this quarter so far"),
        min_value=0,
        max_value=MOST_CASES,
        help_text=_("Of statutory insurance, by your practice software: every patient once, video or not."),
    )


class CasesOfUnknown(Cases):
    """The same, where a limit counts unknown patients apart."""

    unknown = forms.IntegerField(
        label=_("Those of them whose patients were not here in the three quarters before"),
        min_value=0,
        max_value=MOST_CASES,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse more unknown cases than there are."""
        cleaned = super().clean() or {}
        if (cleaned.get("unknown") or 0) > cleaned.get("cases", MOST_CASES):
            self.add_error("unknown", _("There are not so many cases."))
        return cleaned


class Payer(Form):
    """Who pays for a patient."""

    payer = forms.ChoiceField(label=_("Who pays"), choices=_choices(PAYERS))
    insurer = forms.CharField(label=_("Insurer"), max_length=120, required=False)
    number = forms.CharField(label=_("Insurance number"), max_length=40, required=False)

    def coverage(self) -> Coverage:
        """Return it as it is kept."""
        return Coverage(**self.cleaned_data)


class Practice(Form):
    """What billing needs to know of the practice."""

    region = forms.CharField(
        label=_("Association (KV)"),
        max_length=60,
        required=False,
        help_text=_("As it stands on letters: a word for pages."),
    )
    point_value = forms.DecimalField(
        label=_("Value of a point here, in cents"),
        min_value=0,
        max_value=1000,
        max_digits=8,
        decimal_places=4,
        required=False,
        help_text=_("Left empty, the federal value of the visit's year counts."),
    )
    ceiling_01450 = forms.IntegerField(
        label=_("Ceiling of 01450, in points for each doctor and quarter"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("Sources disagree. Left empty, the newest dated rule counts."),
    )
    specialty = forms.ChoiceField(label=_("Specialty"), choices=_choices(SPECIALTIES))
    default_payer = forms.ChoiceField(label=_("Who pays, where nobody has said"), choices=_choices(PAYERS))
    invoice_foot = forms.CharField(
        label=_("At the foot of invoices"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Address, tax number, bank account, and until when to pay. It stands there as you write it."),
    )
    modifier_95 = forms.MultipleChoiceField(
        label=_("Payers that ask for modifier 95 on video visits (US)"),
        choices=[(payer, word) for payer, word in PAYERS.items() if PROFILES[payer].scheme == Scheme.CPT],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sources disagree, and payers do. Ask them."),
    )
    is_reported = forms.BooleanField(
        label=_("The association was told that we hold video consultations, and with which certified service"),
        required=False,
    )

    def terms(self, known: Terms) -> Terms:
        """Return them as they are kept, with the prices that were known."""
        return replace(known, **self.cleaned_data | {"modifier_95": tuple(self.cleaned_data["modifier_95"])})


class Prices(Form):
    """What the practice charges a payer for each code, where the scheme has no prices of its own."""

    def __init__(self, lists: Mapping[str, list[Code]], known: Terms, said: Any = None) -> None:
        super().__init__(said)
        self.lists = lists
        for payer, codes in lists.items():
            fees = known.fees.get(payer, {})
            for code in codes:
                self.fields[f"{payer} {code.code}"] = forms.DecimalField(
                    label=code.code,
                    min_value=0,
                    max_digits=8,
                    decimal_places=2,
                    required=False,
                    initial=fees.get(code.code),
                )

    def by_payer(self) -> Iterator[tuple[Promise, list[tuple[forms.BoundField, Code]]]]:
        """Return for each payer the fields with what their codes are."""
        for payer, codes in self.lists.items():
            yield PAYERS[payer], [(self[f"{payer} {code.code}"], code) for code in codes]

    def terms(self, known: Terms) -> Terms:
        """Return what is known of the practice with these prices; a code left empty has none."""
        fees: dict[str, dict[str, str]] = {payer: {} for payer in self.lists}
        for name, price in self.cleaned_data.items():
            payer, code = name.split()
            if price is not None:
                fees[payer][code] = str(price)
        return replace(known, fees=fees)


def _number(label: object, known: str) -> forms.CharField:
    return forms.CharField(label=str(label), max_length=10, required=False, initial=known, validators=[ten_digits])


def ten_digits(text: str) -> None:
    """Refuse what is no National Provider Identifier."""
    if not is_npi(text):
        raise forms.ValidationError(
            _(
                "This is no NPI: it has ten digits, begins with 1 or 2, and its last digit is a check. Look for a mistyped digit."
            )
        )


class Numbers(Form):
    """By which number US payers know the practice and each clinician."""

    def __init__(self, clinicians: Iterable[Colleague], known: Terms, said: Any = None) -> None:
        super().__init__(said)
        self.fields["practice"] = _number(_("The practice, as it bills"), known.npi)
        for one in clinicians:
            number = known.clinician_npis.get(str(one.person_id), "")
            self.fields[str(one.person_id)] = _number(one.name, number)

    def terms(self, known: Terms) -> Terms:
        """Return what is known of the practice with these numbers; whoever has none left empty has none."""
        numbers = {name: number for name, number in self.cleaned_data.items() if number and name != "practice"}
        return replace(known, npi=self.cleaned_data["practice"], clinician_npis=numbers)
