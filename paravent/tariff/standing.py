"""How things stand before this visit is billed: what the patient, the doctor and the practice have already in this quarter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from paravent.tariff.terms import Specialty


@dataclass(frozen=True, slots=True)
class Billed:
    """A code that was accepted for a patient, and the instant of its visit in the practice's time zone: its day decides the quarter."""

    code: str
    at: datetime
    is_same_visit: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What rules ask of the past. Counts are of the quarter in which the visit lies, this visit not included.

    A *case* is one patient in one practice in one quarter (Behandlungsfall), whatever the number of visits.
    """

    practice_cases: int = 0
    """All cases of the practice, however they were treated, but those that do not count (on-call, TSS acute)."""
    video_only_cases: int = 0
    """Those of them in which nobody saw the patient in person."""
    unknown_cases: int = 0
    """Those of all cases whose patient was not known: no contact in person in the three quarters before."""
    video_only_unknown_cases: int = 0
    """Those that are both."""
    doctor_points: Mapping[str, int] = field(default_factory=dict)
    """By code: the points that this doctor has accepted in the quarter."""
    is_first_in_quarter: bool = True
    """Whether this visit begins the case; otherwise it is among those counts already."""
    case_had_in_person: bool = False
    """Whether the patient was in the practice in person in this quarter, before or since."""
    case_is_counted: bool = True
    """Whether the case counts for the share: on-call and TSS acute cases do not."""
    patient_codes: tuple[Billed, ...] = ()
    """What was accepted for this patient in this practice: in this quarter and the three before, and in the day after the visit."""
    specialty: Specialty = Specialty.OTHER
    is_reported: bool = True
    """Whether the practice has told its association that it holds video consultations, and with which certified tool."""
    is_initiator: bool = True
    """Of a case conference: whether this doctor called it."""
