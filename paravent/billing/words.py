"""Billing in words for people."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from paravent.billing.standing import Doctor, Meter, QuarterView
from paravent.billing.terms import Lack
from paravent.tariff.payer import PROFILES
from paravent.tariff.terms import (
    AudioReason,
    DecisionMaking,
    IdentityCheck,
    Initiator,
    Kind,
    Modality,
    Place,
    Scheme,
    Specialty,
)
from paravent.visits.words import OCCASIONS

SCHEMES: dict[str, Promise] = {
    Scheme.EBM: _("EBM: statutory insurance, by points and quarter"),
    Scheme.GOAE: _("GOÄ: private, by invoice"),
    Scheme.CPT: _("CPT: United States, by claim"),
}
WHO_PAYS: dict[str, Promise] = {
    Scheme.EBM: _("Your statutory insurance pays this, through the association of doctors. You pay nothing."),
    Scheme.GOAE: _("You get an invoice for this. What your insurance or aid gives back of it, your contract says."),
    Scheme.CPT: _("Your insurer is asked to pay this. What you pay yourself, your plan says."),
}
"""What a scheme means for whoever was treated."""
PAYERS: dict[str, Promise] = {
    "ebm": _("Statutory insurance (EBM)"),
    "goae": _("Private (GOÄ)"),
    "medicare": _("Medicare (US)"),
    "commercial": _("Commercial insurer (US)"),
}
assert set(PAYERS) == set(PROFILES)  # noqa: S101 (a payer without a word would be shown by its id)

LACKS: dict[str, Promise] = {
    Lack.PRACTICE_NPI: _("The practice's NPI."),
    Lack.CLINICIAN_NPI: _("The NPI of the clinician who held the visit."),
}
KINDS: dict[str, Promise] = {
    Kind.CONSULTATION: _("Consultation"),
    Kind.CASE_CONFERENCE: _("Case conference with carers"),
    Kind.TELECONSILIUM: _("Advice of a colleague (teleconsilium)"),
    Kind.ON_CALL: _("On-call service"),
    Kind.SHORT_CHECK_IN: _("Brief check-in"),
    Kind.IMAGE_SENT_IN: _("Picture or film that was sent in"),
    Kind.WRITTEN_ADVICE: _("Advice in writing"),
}
CALLERS: dict[str, Promise] = {
    "biller": _("Whoever bills this visit"),
    "colleague": _("A colleague"),
}
PLACES: dict[str, Promise] = {
    Place.NOT_SAID: _("Not said"),
    Place.HOME: _("At home"),
    Place.ELSEWHERE: _("Elsewhere"),
}
INITIATORS: dict[str, Promise] = {
    Initiator.NOT_SAID: _("Not said"),
    Initiator.PATIENT: _("The patient"),
    Initiator.PRACTICE: _("The practice"),
}
IDENTITY_CHECKS: dict[str, Promise] = {
    IdentityCheck.NONE: _("Not checked"),
    IdentityCheck.KNOWN_BY_SIGHT: _("Known by sight"),
    IdentityCheck.CARD_SHOWN: _("Card or passport shown to the camera"),
    IdentityCheck.CARD_READ: _("Card read in the practice this quarter"),
}
AUDIO_REASONS: dict[str, Promise] = {
    AudioReason.PATIENT_CANNOT: _("The patient cannot use video"),
    AudioReason.PATIENT_DOES_NOT_WANT: _("The patient does not want video"),
    AudioReason.PICTURE_FAILED: _("The picture failed"),
}
DECISION_MAKINGS: dict[str, Promise] = {
    DecisionMaking.STRAIGHTFORWARD: _("Straightforward"),
    DecisionMaking.LOW: _("Low"),
    DecisionMaking.MODERATE: _("Moderate"),
    DecisionMaking.HIGH: _("High"),
}
MODALITIES: dict[str, Promise] = {
    Modality.VIDEO: _("Picture and sound"),
    Modality.AUDIO: _("Sound alone"),
    Modality.NONE: _("Nothing was counted"),
}
SPECIALTIES: dict[str, Promise] = {
    Specialty.GENERAL_PRACTICE: _("General practice"),
    Specialty.PAEDIATRICS: _("Paediatrics"),
    Specialty.PSYCHOTHERAPY: _("Psychotherapy"),
    Specialty.LABORATORY: _("Laboratory medicine"),
    Specialty.PATHOLOGY: _("Pathology"),
    Specialty.RADIOLOGY: _("Radiology"),
    Specialty.NUCLEAR_MEDICINE: _("Nuclear medicine"),
    Specialty.OTHER: _("Another specialty"),
}
YES: dict[str, Promise] = {"yes": _("Yes"), "no": _("No")}

FACTS: dict[str, Promise] = {
    "began": _("Both were there from"),
    "ended": _("until"),
    "minutes": _("Minutes of talking"),
    "picture_seconds": _("Picture both ways, seconds"),
    "sound_seconds": _("Sound both ways, seconds"),
    "picture_from_clinician": _("Picture to the patient, seconds"),
    "picture_from_patient": _("Picture from the patient, seconds"),
    "sound_from_clinician": _("Sound to the patient, seconds"),
    "sound_from_patient": _("Sound from the patient, seconds"),
    "modality": _("Held by"),
    "interruptions": _("Interruptions"),
    "tool": _("Held over"),
    "consent": _("Agreement"),
    "identity": _("Identity"),
    "last_in_person": _("Last in the practice"),
    "new_patient": _("New patient"),
    "kind": _("What took place"),
    "occasion": _("Kind of visit"),
    "place": _("Where the patient was"),
    "initiator": _("Who asked for it"),
    "called_by": _("Who called it, or asked for advice"),
    "audio_reason": _("Why without picture"),
    "decision_making": _("Decision making"),
    "stated_minutes": _("Whole time that day, minutes"),
}
VALUES: dict[str, dict[str, Promise]] = {
    "modality": MODALITIES,
    "identity": IDENTITY_CHECKS,
    "kind": KINDS,
    "occasion": OCCASIONS,
    "place": PLACES,
    "initiator": INITIATORS,
    "called_by": CALLERS,
    "audio_reason": AUDIO_REASONS,
    "decision_making": DECISION_MAKINGS,
    "new_patient": YES,
    "last_in_person": {"not-known": _("Not known")},
}
"""What the values of a fact are called."""
WHEN = {"began": "SHORT_DATETIME_FORMAT", "ended": "TIME_FORMAT", "last_in_person": "SHORT_DATE_FORMAT"}
"""Facts that are days and instants, and how they are written."""
PAYERS_BY_NAME = {profile.name: PAYERS[profile.id] for profile in PROFILES.values()}
"""Bills keep the name that a payer had; what is not among them is an insurer's own name."""


def fact_in_words(value: str, name: str) -> str:
    """Return the value of a fact in words."""
    said = VALUES.get(name, {}).get(value)
    if said is None and name in WHEN:
        return date_format(datetime.fromisoformat(value), WHEN[name])
    return value if said is None else str(said)


def payer_in_words(name: str) -> str:
    """Return what a payer is called."""
    return str(PAYERS_BY_NAME.get(name, name))


def money(amount: Decimal | None, currency: str) -> str:
    """Return an amount with two decimals and its currency; nothing where there is no price."""
    return "" if amount is None else f"{number_format(amount, 2, force_grouping=True)} {currency}"


def in_percent(share: Any) -> str:
    """Return a share of one in per cent, with one decimal."""
    return f"{number_format(round(float(share) * 100, 1), 1)}\N{NO-BREAK SPACE}%"


def warned_of(view: QuarterView) -> list[str]:
    """Return what is near a limit in a quarter, or over it, as sentences; nothing where all is well."""
    share = [_share_said(view.meter)] if view.meter.is_over or view.meter.is_near else []
    return [
        *_held_back_said(view.held_back),
        *_recalled_said(view.recalled),
        *share,
        *(ceiling_said(one) for one in view.close_doctors),
    ]


def _held_back_said(count: int) -> list[str]:
    if not count:
        return []
    said = ngettext(
        "%(count)s bill is held back from what is handed out: its visit was held in another app, as its clinician said after billing it. Whoever held the visit takes it back.",
        "%(count)s bills are held back from what is handed out: their visits were held in another app, as their clinicians said after billing them. Whoever held a visit takes its bill back.",
        count,
    )
    return [said % {"count": count}]


def _recalled_said(count: int) -> list[str]:
    if not count:
        return []
    said = ngettext(
        "%(count)s bill was taken back after it had been handed out. Tell whoever got it: the list of bills says which.",
        "%(count)s bills were taken back after they had been handed out. Tell whoever got them: the list of bills says which.",
        count,
    )
    return [said % {"count": count}]


def _share_said(meter: Meter) -> str:
    ahead = meter.forecast
    facts = {"now": in_percent(meter.share.share), "limit": in_percent(meter.share.limit)}
    if meter.is_over:
        return gettext("%(now)s of this quarter's cases are by video alone: over the limit of %(limit)s.") % facts
    return gettext(
        "%(now)s of this quarter's cases are by video alone, of %(limit)s that may be. If it goes on so, it will be %(end)s."
    ) % (facts | {"end": in_percent(ahead.expected if ahead else meter.share.share)})


def ceiling_said(one: Doctor) -> str:
    """Return what a doctor may still bill under a ceiling: points, visits, and until when at this pace."""
    facts = {
        "code": one.codes,
        "what": one.text.said((get_language() or "en")[:2]),
        "name": one.name,
        "left": one.ceiling.left,
        "most": one.ceiling.points,
        "visits": one.visits_left,
    }
    if one.is_over:
        return (
            gettext(
                "%(code)s (%(what)s): the %(most)s points that are paid to %(name)s in this quarter are used up. Visits are billed as before, and paid without it."
            )
            % facts
        )
    left = ngettext(
        "%(code)s (%(what)s): of %(most)s points that are paid to %(name)s in this quarter %(left)s are left, enough for %(visits)s more visit.",
        "%(code)s (%(what)s): of %(most)s points that are paid to %(name)s in this quarter %(left)s are left, enough for %(visits)s more visits.",
        one.visits_left,
    )
    return " ".join([left % facts, *_pace_said(one), gettext("After that visits are paid without it.")])


def _pace_said(one: Doctor) -> list[str]:
    if one.lasts_until is None:
        return []
    day = date_format(one.lasts_until, "DATE_FORMAT")
    return [gettext("At this pace they last until %(day)s.") % {"day": day}]
