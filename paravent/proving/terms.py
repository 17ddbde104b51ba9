"""The words of the proving ground. What stands in the truth never reaches a frame."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

import polars as pl

from paravent.judgement.frames import WHO, Frames, columns

MINUTE, HOUR, DAY = 60, 3600, 86_400
BEGINNING = 1_767_571_200
"""Monday, 5 January 2026, 00:00 UTC: every simulation begins there. Instants are seconds until they stand in a frame."""


class Trade(StrEnum):
    """What somebody's work is. Paravent knows roles alone: doctors and nurses are both clinicians."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    FLOAT = "float"
    LOCUM = "locum"
    RECEPTION = "reception"
    BILLING = "billing"
    ADMINISTRATOR = "administrator"
    DPO = "dpo"
    PROGRAM = "program"


CLINICIANS = frozenset({Trade.DOCTOR, Trade.NURSE, Trade.FLOAT, Trade.LOCUM})


class Scenario(StrEnum):
    """What an injected insider does: a word of the truth, and of nothing else."""

    NEIGHBOUR = "neighbour"
    CROWD = "curious crowd"
    COLLEAGUE = "colleague's file"
    EX_PARTNER = "former partner"
    PHANTOM = "phantom appointment"
    NO_SECOND_PARTY = "visit without a second party"
    SILENT_JOINER = "silent joiner"
    NAME_WALK = "walk through names"
    ID_WALK = "walk through ids"
    SLOW_DRIP = "slow drip"
    NIGHT_BULK = "bulk at night"
    QUIET_SUNDAY = "broken glass on a quiet Sunday"
    SELF_GRANT = "administrator's own care"
    SHARED = "shared account"
    AFTER_NOTICE = "copies after notice"
    FORMER = "former employee"
    EXPORTS = "repeated exports"
    CLOCK = "clock set back"
    OTHER_WARD = "sudden interest in another ward"
    CROSSED = "documents into others' visits"


TRUTH = columns(entry=pl.Int64, actor=WHO, scenario=pl.String, incident=pl.Int32)
"""One row an access that an insider made: the line's place in the log, who, what, and which of the incidents."""


class Chance(Random):
    """The chance by which everything in a house happens."""

    def happens(self, share: float) -> bool:
        """Tell whether something comes about that does so in this share of cases."""
        return self.random() < share


@dataclass(slots=True)
class Worker:
    """Somebody of the staff, or a program."""

    number: int
    trade: Trade
    team: int
    surname: int
    home: int
    phone: int
    network: int
    starts: int
    ends: int | None = None
    file: int | None = None
    gave_home: bool = False
    formerly: int | None = None


@dataclass(slots=True)
class Patient:
    """Somebody who is cared for: which team and doctor know them, and what they have in common with others."""

    number: int
    team: int
    doctor: int
    surname: int
    home: int
    phone: int
    has_door: bool = False


@dataclass(slots=True)
class Visit:
    """An appointment, or a spontaneous consultation, as it came about."""

    number: int
    patient: int
    clinician: int
    made_by: int
    made_at: int
    starts_at: int
    ends_at: int
    opened_at: int | None = None
    joined_at: int | None = None
    ended_at: int | None = None
    cancelled_at: int | None = None
    cancelled_by: int | None = None
    is_spontaneous: bool = False


@dataclass(frozen=True, slots=True)
class Simulation:
    """A hospital that never was: its people, what its log and tables say, and, apart from them, who was an insider."""

    staff: list[Worker]
    patients: list[Patient]
    teams: int
    frames: Frames
    truth: pl.DataFrame
