"""The words of practising: topics, places, acts, and how hard something is to notice."""

from enum import StrEnum


class Topic(StrEnum):
    """What is learned. Each is spaced by itself."""

    CHANNELS = "channels"
    IDENTITY = "identity"
    RECIPIENTS = "recipients"
    SECRETS = "secrets"
    DISCLOSURE = "disclosure"
    SURROUNDINGS = "surroundings"
    OWNING_UP = "owning-up"


class Nature(StrEnum):
    """Whether somebody deceives, somebody slips, or all is well: the last are there so that alarm costs something too."""

    DECEPTION = "deception"
    SLIP = "slip"
    LEGITIMATE = "legitimate"


class Surface(StrEnum):
    """Where in the application it happens."""

    PATIENT_CHAT = "patient-chat"
    COLLEAGUE_MESSAGE = "colleague-message"
    OUTSIDE_MESSAGE = "outside-message"
    WAITING_LIST = "waiting-list"
    CALL = "call"
    COMPOSER = "composer"
    SHARE_DIALOG = "share-dialog"
    EXPORT_DIALOG = "export-dialog"
    SCREEN_SHARE = "screen-share"
    SIGN_IN_NOTICE = "sign-in-notice"
    TELEPHONE = "telephone"
    SYSTEM_NOTICE = "system-notice"


class Grade(StrEnum):
    """What an act is worth."""

    RIGHT = "right"
    ACCEPTABLE = "acceptable"
    UNSAFE = "unsafe"


class Band(StrEnum):
    """How many cues there are (TN 2276, table 2)."""

    FEW = "few"
    SOME = "some"
    MANY = "many"


class Premise(StrEnum):
    """How well the premise fits the reader's work (TN 2276, table 6)."""

    WEAK = "weak"
    MEDIUM = "medium"
    STRONG = "strong"


class Difficulty(StrEnum):
    """How hard it is to notice (TN 2276, table 7); `control` where there is nothing to notice."""

    VERY = "very"
    MODERATELY = "moderately"
    MODERATELY_TO_LEAST = "moderately-to-least"
    LEAST = "least"
    CONTROL = "control"


class CueType(StrEnum):
    """The five types of cue (TN 2276, table 1), and one of our own for slips, where nobody deceives."""

    ERROR = "error"
    TECHNICAL = "technical"
    VISUAL = "visual"
    LANGUAGE = "language"
    TACTIC = "tactic"
    ON_SCREEN = "on-screen"


CUES: dict[str, CueType] = {
    "spelling-and-grammar": CueType.ERROR,
    "inconsistency": CueType.ERROR,
    "attachment-type": CueType.TECHNICAL,
    "sender-name-and-address": CueType.TECHNICAL,
    "hyperlinking": CueType.TECHNICAL,
    "domain-spoofing": CueType.TECHNICAL,
    "no-branding": CueType.VISUAL,
    "imitated-branding": CueType.VISUAL,
    "unprofessional-design": CueType.VISUAL,
    "security-indicators": CueType.VISUAL,
    "legal-language": CueType.LANGUAGE,
    "distracting-detail": CueType.LANGUAGE,
    "asks-for-sensitive-information": CueType.LANGUAGE,
    "urgency": CueType.LANGUAGE,
    "threats": CueType.LANGUAGE,
    "generic-greeting": CueType.LANGUAGE,
    "no-signer-details": CueType.LANGUAGE,
    "humanitarian-appeal": CueType.TACTIC,
    "too-good-to-be-true": CueType.TACTIC,
    "you-are-special": CueType.TACTIC,
    "limited-time": CueType.TACTIC,
    "mimics-a-process": CueType.TACTIC,
    "poses-as-somebody-known": CueType.TACTIC,
    "on-screen": CueType.ON_SCREEN,
}
"""The 23 cues of the Phish Scale (TN 2276, table 1), and the tell-tales that a slip leaves on the screen."""


class ScenarioUnreadable(Exception):
    """A file of a scenario could not be taken. The argument is a sentence: where, why, and what to do."""
