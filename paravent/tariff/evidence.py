"""What a visit itself shows of how it was held: times, what flowed, over what, who. Never content."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from paravent.tariff.terms import AudioReason, DecisionMaking, IdentityCheck, Initiator, Kind, Modality, Place, Tool


@dataclass(frozen=True, slots=True)
class Flow:
    """For how many seconds a medium flowed from the clinician, from the patient, and both ways at once."""

    from_clinician: int = 0
    from_patient: int = 0
    both_ways: int = 0


@dataclass(frozen=True, slots=True)
class ChosenFactor:
    """GOÄ § 5 (2): the factor that the clinician chooses for a code of this visit, and why, as the patient reads it."""

    factor: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One visit, as its own traces tell it. What a person stated stands after `tool`, and says so.

    `started_at` and `ended_at` are the first and the last instant at which both were there; `interruptions` counts the times the
    link was lost in between. What nobody said is `None` or `NOT_SAID`: then a rule that needs it refuses and says what to add.
    """

    started_at: datetime
    ended_at: datetime
    video: Flow = Flow()
    audio: Flow = Flow()
    interruptions: int = 0
    tool: Tool = Tool.PARAVENT
    tool_name: str = ""
    """Name and version of what it was held over, as an invoice or an auditor is told."""
    app: str = ""
    """Of a detour: which app."""
    kind: Kind = Kind.CONSULTATION
    identity_check: IdentityCheck = IdentityCheck.NONE
    last_in_person_on: date | None = None
    """When the patient was last in the practice in person, before this visit; None: never, as far as is known."""
    is_new_patient: bool | None = None
    """CPT: nobody of the specialty in this practice has seen the patient professionally in three years. None: not said."""
    place: Place = Place.NOT_SAID
    initiator: Initiator = Initiator.NOT_SAID
    audio_reason: AudioReason | None = None
    clinician_had_video: bool = True
    """Whether the clinician could have shown their picture, which modifier 93 asks to be said."""
    decision_making: DecisionMaking | None = None
    stated_minutes: int | None = None
    """CPT: the clinician's whole time for it on the day of the visit, as stated. None: the time of talking alone counts."""
    factors: Mapping[str, ChosenFactor] = field(default_factory=dict)
    """GOÄ: by code; the usual one where none was chosen."""
    consent_id: str = ""
    quality: str = field(default="")
    """How good picture and sound were, as the call graded it."""

    @property
    def talk_seconds(self) -> int:
        """For how long both could hear each other, or see each other, whichever was longer."""
        return max(self.audio.both_ways, self.video.both_ways)

    @property
    def minutes(self) -> int:
        """Whole minutes of talking: a minute that was not finished does not count."""
        return self.talk_seconds // 60

    @property
    def modality(self) -> Modality:
        """What carried most of the talking (CPT 2025, telemedicine guidelines; for the other schemes our convention)."""
        if self.talk_seconds == 0:
            return Modality.NONE
        return Modality.VIDEO if 2 * self.video.both_ways >= self.talk_seconds else Modality.AUDIO

    @property
    def is_admissible(self) -> bool:
        """Tell whether it was held over something that is made for it: a detour is no video consultation."""
        return self.tool == Tool.PARAVENT
