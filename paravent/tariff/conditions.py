"""Whether a visit is what a rule asks for. The first condition that is not met is the one that people are told."""

from collections.abc import Callable, Iterable
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from paravent.kernel.said import Said
from paravent.tariff.catalogue import Carried, Clock, CodeVersion, Conditions, Minutes, Seen, TakenBy
from paravent.tariff.evidence import Evidence
from paravent.tariff.situation import Miss, Situation
from paravent.tariff.terms import AudioReason, Cause, DecisionMaking, Initiator, Modality, Place

Check = Callable[[Conditions, Situation], Miss | None]
LEVELS = tuple(DecisionMaking)
GERMANY = ZoneInfo("Europe/Berlin")
SATURDAY, DAY_BEGINS, DAY_ENDS = 5, time(7), time(19)
"""EBM 01210: on a weekday from 7 to 19."""

REASONS = {
    AudioReason.PATIENT_CANNOT: Said("the patient cannot use video", "Video ist für die Patientin nicht möglich"),
    AudioReason.PATIENT_DOES_NOT_WANT: Said("the patient does not want video", "Video ist nicht gewünscht"),
    AudioReason.PICTURE_FAILED: Said("the picture failed", "das Bild ist ausgefallen"),
}


def unmet(version: CodeVersion, situation: Situation) -> Miss | None:
    """Return the first condition of a version that this visit does not meet, or nothing where it meets all."""
    for check in CHECKS:
        if miss := check(version.conditions, situation):
            return miss
    return _quiet(version, situation)


def _payer(asked: Conditions, situation: Situation) -> Miss | None:
    if asked.taken_by == TakenBy.ALL:
        return None
    wanted = TakenBy.TELEMEDICINE_PAYERS if situation.payer.takes_telemedicine_codes else TakenBy.OFFICE_PAYERS
    return None if asked.taken_by == wanted else Miss(Cause.PAYER_DOES_NOT_TAKE, {})


def _kind(asked: Conditions, situation: Situation) -> Miss | None:
    return None if situation.evidence.kind in asked.kinds else Miss(Cause.ANOTHER_KIND, {})


def _tool(asked: Conditions, situation: Situation) -> Miss | None:
    evidence = situation.evidence
    if asked.over_admissible_tool and not evidence.is_admissible:
        return Miss(Cause.TOOL_NOT_ADMISSIBLE, {"app": evidence.app or Said("another app", "eine andere App")})
    if asked.tool_is_reported and not situation.standing.is_reported:
        return Miss(Cause.NOT_REPORTED, {})
    return None


def _specialty(asked: Conditions, situation: Situation) -> Miss | None:
    own = situation.standing.specialty
    is_open = own not in asked.not_specialties and (not asked.only_specialties or own in asked.only_specialties)
    return None if is_open else Miss(Cause.SPECIALTY_EXCLUDED, {})


def _carried(asked: Conditions, situation: Situation) -> Miss | None:
    modality = situation.evidence.modality
    if asked.carried_by == Carried.NOTHING:
        return None
    if modality == Modality.NONE:
        return Miss(Cause.NO_CONTACT, {})
    if asked.carried_by == Carried.VIDEO and modality == Modality.AUDIO:
        return Miss(Cause.AUDIO_ONLY, {})
    if asked.carried_by == Carried.AUDIO and modality == Modality.VIDEO:
        return Miss(Cause.PICTURE_PRESENT, {})
    return None


def _who(asked: Conditions, situation: Situation) -> Miss | None:
    evidence = situation.evidence
    if asked.by_patient and evidence.initiator == Initiator.NOT_SAID:
        return _not_said("who asked for the consultation", "wer um das Gespräch bat")
    if asked.by_patient and evidence.initiator != Initiator.PATIENT:
        return Miss(Cause.NOT_BY_PATIENT, {})
    if asked.patient_elsewhere and evidence.place != Place.ELSEWHERE:
        return _not_said("that the patient was at another site", "dass die Patientin an einem anderen Ort betreut war")
    return None


def _called(asked: Conditions, situation: Situation) -> Miss | None:
    is_initiator = situation.standing.is_initiator
    if asked.is_initiator is None or asked.is_initiator == is_initiator:
        return None
    return Miss(Cause.IS_INITIATOR if is_initiator else Cause.NOT_AN_INITIATOR, {})


def _hours_of_day(asked: Conditions, situation: Situation) -> Miss | None:
    if asked.clock is None:
        return None
    at = situation.evidence.started_at.astimezone(GERMANY)
    is_day = at.weekday() < SATURDAY and DAY_BEGINS <= at.time() < DAY_ENDS
    return None if is_day == (asked.clock == Clock.DAY) else Miss(Cause.OTHER_HOURS, {})


def _new(asked: Conditions, situation: Situation) -> Miss | None:
    is_new = situation.evidence.is_new_patient
    if asked.is_new_patient is None or asked.is_new_patient == is_new:
        return None
    if is_new is None:
        return _not_said("whether the patient is new or established", "ob der Mensch neu oder schon in Behandlung ist")
    return Miss(Cause.PATIENT_NEW if is_new else Cause.PATIENT_ESTABLISHED, {})


def _known(asked: Conditions, situation: Situation) -> Miss | None:
    if asked.seen and not _is_known(asked.seen, situation):
        last = situation.evidence.last_in_person_on or Said("never, as far as is known", "nie, soweit bekannt")
        return Miss(Cause.PATIENT_UNKNOWN, {"day": last, "quarters": asked.seen.quarters_before})
    if asked.not_seen and situation.was_seen(asked.not_seen.quarters_before):
        return Miss(Cause.PATIENT_KNOWN, {"day": situation.evidence.last_in_person_on})
    if asked.video_only_case and not situation.is_video_only_case:
        return Miss(Cause.SEEN_IN_PERSON, {})
    return None


def _is_known(seen: Seen, situation: Situation) -> bool:
    came_since = seen.or_in_this and situation.standing.case_had_in_person
    return came_since or situation.was_seen(seen.quarters_before)


def _noted(asked: Conditions, situation: Situation) -> Miss | None:
    evidence = situation.evidence
    if asked.identity and evidence.identity_check not in asked.identity:
        return Miss(Cause.IDENTITY_NOT_CHECKED, {})
    if asked.audio_reasons and evidence.modality == Modality.AUDIO and evidence.audio_reason not in asked.audio_reasons:
        return Miss(Cause.NO_REASON_FOR_AUDIO, {"needed": _listed(asked.audio_reasons)})
    return None


def _listed(reasons: Iterable[AudioReason]) -> Said:
    words = [REASONS[reason] for reason in reasons]
    return Said("; ".join(word.en for word in words), "; ".join(word.de for word in words))


def _long(asked: Conditions, situation: Situation) -> Miss | None:
    evidence = situation.evidence
    if asked.talk and (miss := _lasting(asked.talk, evidence.minutes)):
        return miss
    if asked.minutes is None or _decides(asked, evidence):
        return None
    return _lasting(asked.minutes, situation.minutes_under(asked))


def _decides(asked: Conditions, evidence: Evidence) -> bool:
    """Tell whether the decision making that was stated is as complex as asked, so that time does not matter."""
    needed, stated = asked.or_decision_making, evidence.decision_making
    return needed is not None and stated is not None and LEVELS.index(stated) >= LEVELS.index(needed)


def _lasting(needed: Minutes, minutes: int) -> Miss | None:
    if minutes < needed.shortest:
        return Miss(Cause.TOO_SHORT, {"needed": needed.shortest, "minutes": minutes})
    if needed.at_most is not None and minutes > needed.at_most:
        return Miss(Cause.TOO_LONG, {"needed": needed.at_most, "minutes": minutes})
    return None


def _quiet(version: CodeVersion, situation: Situation) -> Miss | None:
    quiet = version.quiet
    if quiet is None:
        return None
    codes, at = situation.catalogue.spelled_out(quiet.codes), situation.evidence.started_at
    earliest, latest = at - timedelta(days=quiet.days_before), at + timedelta(hours=quiet.hours_after)
    for billed in situation.standing.patient_codes:
        if billed.code in codes and not billed.is_same_visit and earliest <= billed.at <= latest:
            is_before = billed.at <= at
            within = _days(quiet.days_before) if is_before else _hours(quiet.hours_after)
            return Miss(Cause.RELATED_VISIT, {"other": billed.code, "day": billed.at.date(), "value": within})
    return None


def _days(count: int) -> Said:
    return Said(f"{count} days before", f"{count} Tagen davor")


def _hours(count: int) -> Said:
    return Said(f"{count} hours after", f"{count} Stunden danach")


def _not_said(en: str, de: str) -> Miss:
    return Miss(Cause.NOT_SAID, {"needed": Said(en, de)})


CHECKS: tuple[Check, ...] = (
    _payer,
    _kind,
    _tool,
    _specialty,
    _carried,
    _called,
    _hours_of_day,
    _who,
    _new,
    _known,
    _noted,
    _long,
)
"""In the order in which people are told: what cannot be helped comes before what could be stated, and time comes last."""
