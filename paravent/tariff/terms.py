"""The words of billing: schemes, what a consultation was held over, who asked for it, why something is not billable."""

from enum import StrEnum


class Scheme(StrEnum):
    """By which catalogue is billed. Values name the files and are stored."""

    EBM = "ebm"
    GOAE = "goae"
    CPT = "cpt"


class Modality(StrEnum):
    """What carried the consultation for most of its time."""

    VIDEO = "video"
    AUDIO = "audio"
    NONE = "none"


class Tool(StrEnum):
    """What the consultation was held over. Only the first is admissible."""

    PARAVENT = "paravent"
    DETOUR = "detour"
    """An app that was not made for it."""


class Kind(StrEnum):
    """What took place, where that decides about the code. Values are stored."""

    CONSULTATION = "consultation"
    CASE_CONFERENCE = "case-conference"
    TELECONSILIUM = "teleconsilium"
    ON_CALL = "on-call"
    SHORT_CHECK_IN = "short-check-in"
    IMAGE_SENT_IN = "image-sent-in"
    WRITTEN_ADVICE = "written-advice"
    MESSAGE_BY_STAFF = "message-by-staff"
    TELEMETRY = "telemetry"


class Occasion(StrEnum):
    """On what duty a visit is held, where that decides how it is billed. Values are stored, sealed."""

    ORDINARY = "ordinary"
    ON_CALL = "on-call"
    """On call, or as an emergency."""
    TSS_ACUTE = "tss-acute"
    """Sent as acute by the association's appointment service (TSS, 116117)."""


class Place(StrEnum):
    """Where the patient is, as they say."""

    HOME = "home"
    ELSEWHERE = "elsewhere"
    NOT_SAID = "not-said"


class Initiator(StrEnum):
    """Who asked for the consultation."""

    PATIENT = "patient"
    PRACTICE = "practice"
    NOT_SAID = "not-said"


class IdentityCheck(StrEnum):
    """How it was made sure who the patient is."""

    NONE = "none"
    KNOWN_BY_SIGHT = "known-by-sight"
    CARD_SHOWN = "card-shown"
    """Somebody of the practice compared the card, or a passport, with the face."""
    CARD_READ = "card-read"
    """The card was read in the practice in this quarter."""


class AudioReason(StrEnum):
    """Why there was no picture. The two first are the ones that Medicare takes."""

    PATIENT_CANNOT = "patient-cannot"
    PATIENT_DOES_NOT_WANT = "patient-does-not-want"
    PICTURE_FAILED = "picture-failed"


class DecisionMaking(StrEnum):
    """How complex the medical decision making was, as the clinician states it (CPT)."""

    STRAIGHTFORWARD = "straightforward"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Specialty(StrEnum):
    """Of the doctor, as far as a rule asks for it."""

    GENERAL_PRACTICE = "general-practice"
    PAEDIATRICS = "paediatrics"
    PSYCHOTHERAPY = "psychotherapy"
    LABORATORY = "laboratory"
    PATHOLOGY = "pathology"
    RADIOLOGY = "radiology"
    NUCLEAR_MEDICINE = "nuclear-medicine"
    OTHER = "other"


class Cause(StrEnum):
    """Why a code cannot be billed. Values are stored."""

    TOOL_NOT_ADMISSIBLE = "tool-not-admissible"
    NOT_REPORTED = "not-reported"
    AUDIO_ONLY = "audio-only"
    PICTURE_PRESENT = "picture-present"
    NO_CONTACT = "no-contact"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    PATIENT_UNKNOWN = "patient-unknown"
    PATIENT_KNOWN = "patient-known"
    PATIENT_NEW = "patient-new"
    PATIENT_ESTABLISHED = "patient-established"
    NOT_SAID = "not-said"
    NOT_BY_PATIENT = "not-by-patient"
    IDENTITY_NOT_CHECKED = "identity-not-checked"
    NO_REASON_FOR_AUDIO = "no-reason-for-audio"
    ANOTHER_KIND = "another-kind"
    SEEN_IN_PERSON = "seen-in-person"
    SPECIALTY_EXCLUDED = "specialty-excluded"
    CEILING_REACHED = "ceiling-reached"
    BILLED_ALREADY = "billed-already"
    EXCLUDED_BESIDE = "excluded-beside"
    RELATED_VISIT = "related-visit"
    PAYER_DOES_NOT_TAKE = "payer-does-not-take"
    CODE_DELETED = "code-deleted"
    NOT_YET_VALID = "not-yet-valid"
    NO_LONGER_VALID = "no-longer-valid"
    NOT_AN_INITIATOR = "not-an-initiator"
    IS_INITIATOR = "is-initiator"
    OTHER_HOURS = "other-hours"


class RulesUnreadable(Exception):
    """A file of rules could not be taken. The argument is a sentence: which file, code and field, why, and what to do."""
