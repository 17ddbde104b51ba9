"""The words of a detour: a consultation held, or wished for, in an app that was not made for it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Act(StrEnum):
    """What can be done about detours, as the log says it."""

    OWN_UP = "detour.own-up"
    SEE_TREND = "detour.see-trend"


class App(StrEnum):
    """The consumer apps that are known; where and how stands in static/detours/rules.json."""

    WHATSAPP = "whatsapp"
    FACETIME = "facetime"
    ZOOM = "zoom"
    TEAMS = "teams"
    SIGNAL = "signal"
    TELEGRAM = "telegram"
    MESSENGER = "messenger"
    SKYPE = "skype"
    GOOGLE_MEET = "google-meet"
    VIBER = "viber"
    JITSI = "jitsi"
    OTHER = "other"


class Heed(StrEnum):
    """What came of a nudge. Values are stored."""

    HEEDED = "heeded"
    SENT = "sent"


class Why(StrEnum):
    """Why somebody consulted elsewhere. Values are stored; nothing here is about a person."""

    NOT_SAID = "not-said"
    NO_PICTURE = "no-picture-or-sound"
    PATIENT_ASKED = "patient-asked"
    FASTER = "faster"
    OUT_OF_HOUSE = "out-of-house"
    NO_INTERPRETER = "no-interpreter"


class Kind(StrEnum):
    """What is counted. Values are stored."""

    NUDGE = "nudge"
    ELSEWHERE = "elsewhere"


HELD_ELSEWHERE = "Consultation outside of Paravent: "
"""How the file's entry of such a consultation begins; behind it stands in which app it was."""

PERIOD = timedelta(weeks=4)
SHORTEST_SENTENCE = 12
"""Characters."""
NEVER_A_PENALTY_WITHIN = timedelta(hours=72)


class SentenceTooShort(Exception):
    """What was typed says too little for the next clinician to know what happened."""


class FormatUnknown(Exception):
    """The beginning of a log is in no format that is read. Arguments: the number of the line, and what is odd about it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a trend: what it is about, how often lately and before; none where it was too seldom to be told."""

    what: str
    lately: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Trend:
    """What a manager sees: nudges by what came of them, and what was owned up to, by app and by reason."""

    since: date
    until: date
    nudges: tuple[Row, ...]
    heeds: tuple[Row, ...]
    apps: tuple[Row, ...]
    whys: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to tell."""
        return not (self.nudges or self.heeds or self.apps or self.whys)
