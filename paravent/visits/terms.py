"""The words of a visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from paravent.fhir.confidentiality import Label
from paravent.kernel import retention
from paravent.kernel.ids import PartyId, PatientId, PersonId, VisitId
from paravent.people.terms import Blocked, Person
from paravent.tariff.terms import Occasion

LEFT = "left"  # stands in the address of a guest's page after they left
SEAT_IS_TAKEN = "seat-is-taken"
"""Why somebody with a link that another one used first does not sit down."""


class Act(StrEnum):
    """What can be done with a visit, as the log says it."""

    BOOK = "visit.book"
    START_NOW = "visit.start-now"
    CANCEL = "visit.cancel"
    LIST_DAY = "visit.list-day"
    OPEN = "visit.open"
    INVITE = "invitation.make"
    SEND_INVITATION = "invitation.send"
    REVOKE_INVITATION = "invitation.revoke"
    PRESENT_INVITATION = "invitation.present"
    TELL_OF_LINK = "invitation.tell"
    GET_READY = "party.get-ready"
    ENTER_ROOM = "party.enter"
    SEE_ROOM = "party.see-room"
    ADMIT = "party.admit"
    REMOVE = "party.remove"
    LEAVE = "party.leave"
    ASSIGN_PATIENT = "visit.assign-patient"
    ACCEPT = "visit.accept"
    COMPARE = "document.compare"
    KEEP_ANYWAY = "document.keep-anyway"
    SEND_ANYWAY = "document.send-anyway"
    READ_NOTE = "note.read"
    WRITE_NOTE = "note.write"
    SIGN_NOTE = "note.sign"
    AMEND_NOTE = "note.amend"
    END = "visit.end"
    READ_SUMMARY = "summary.read"
    TAKE_RECEIPT = "receipt.take"
    KEEP_OUT = "file.keep-out"
    LET_IN = "file.let-in"
    WITHDRAW = "visit.withdraw-consent"
    FORGET_CONNECTIONS = "visit.forget-connections"
    FORGET_OLD_LINES = "log.forget-old"
    ERASE = "patient.erase"
    LIST_ERASURES = "erasure.list"
    FIND_FOR_ERASURE = "erasure.find"
    CONSIDER_ERASURE = "erasure.consider"
    RENEW_KEY = "keys.renew-patient"


class Status(StrEnum):
    """Where a visit stands."""

    BOOKED = "booked"
    OPEN = "open"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Ground(StrEnum):
    """On what ground a file is erased. Values are stored."""

    ASKED = "asked"
    MISTAKE = "mistake"
    ORDERED = "ordered"


class KeptBecause(StrEnum):
    """Why a document is kept that lies in another patient's file too. Values stand in the log."""

    SHARED = "shared"
    MISFILED = "misfiled"
    FORM = "form"


class PartyKind(StrEnum):
    """On which side of the consultation somebody sits."""

    CLINICIAN = "clinician"
    PATIENT = "patient"


class PartyState(StrEnum):
    """Where somebody is."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    LEFT = "left"


SEATS = 4
"""Nobody can be admitted beyond this: the mesh and the page are made for four."""

SHORTEST_VISIT, LONGEST_VISIT = timedelta(minutes=5), timedelta(hours=4)
CARE_BEFORE, CARE_AFTER = timedelta(hours=12), timedelta(days=7)
"""A visit lets its clinician open the file from half a day before until a week after (note, findings, questions)."""

KEEP_CONNECTIONS = retention.CONNECTIONS
"""Who was connected when goes after three months at the latest (Anlage 31b BMV-Ä); the consent's text promises it."""

LINK_BEFORE, LINK_AFTER = timedelta(days=1), retention.LINK
SUMMARY_FOR = retention.SUMMARY
"""The link leads to the visit until half a day after, then, once the visit is ended, to its summary for a week."""


class RoomFull(Exception):
    """Everybody who can be in this call is already there."""


class SlotTaken(Exception):
    """The clinician has another visit at that time."""


class VisitOver(Exception):
    """This visit has ended or was cancelled."""


class TimeImpossible(Exception):
    """A visit starts in the future and lasts between 5 minutes and 4 hours."""


class NoteSigned(Exception):
    """The note is signed. Amend it: the earlier version stays readable."""


class NoteChanged(Exception):
    """The note was kept from another window since this one read it. Both texts count until somebody puts them together."""


class NotAcceptable(Exception):
    """What was sent cannot be taken into the file. The only argument says why, in words for the clinician."""


class InAnotherFile(Exception):
    """The same document lies in another patient's file, and nobody has said yet why it is kept here all the same."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Whether a document lies in another patient's file; by name only whose file the reader may open anyway."""

    is_elsewhere: bool
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyView:
    """Somebody in the waiting room or the call, as everybody there is told."""

    party_id: PartyId
    name: str
    kind: PartyKind
    state: PartyState
    is_verified: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class RoomView:
    """Who is where in a visit."""

    visit_id: VisitId
    me: PartyView
    parties: tuple[PartyView, ...]
    has_ended: bool
    is_taken: bool = False
    """Somebody else came by the same link and is in the call."""

    @property
    def waiting(self) -> tuple[PartyView, ...]:
        """Those whom the clinician may admit."""
        return tuple(party for party in self.parties if party.state == PartyState.WAITING)


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit as staff see it: who and when, and why in the words of the booking; nothing clinical."""

    visit_id: VisitId
    patient: Person
    clinician_id: PersonId
    clinician_name: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    status: Status
    is_spontaneous: bool
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit to be made: who with whom, from when until when, and why."""

    patient_id: PatientId
    clinician_id: PersonId
    starts_at: datetime
    ends_at: datetime
    reason: str
    occasion: Occasion = Occasion.ORDINARY


@dataclass(frozen=True, slots=True)
class Flow:
    """For how long sound and picture flowed in a call, in seconds, as the clinician's own page counted; never content."""

    heard: int = 0
    """Sound came from the patient."""
    spoke: int = 0
    """Sound went out to them."""
    talked: int = 0
    """Both at once."""
    seen: int = 0
    """Their picture came."""
    shown: int = 0
    """The clinician's picture went out."""
    faced: int = 0
    """Both at once."""
    interruptions: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """How a visit was held, as its own rows tell: from when both were there, until when, and what flowed (None: not counted, or after 90 days)."""

    visit_id: VisitId
    patient_id: PatientId
    clinician_id: PersonId
    status: Status
    starts_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    flow: Flow | None
    occasion: Occasion = Occasion.ORDINARY


@dataclass(frozen=True, slots=True)
class InvitationView:
    """A link that is good for one visit."""

    secret: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a guest is told before they get ready."""

    visit_id: VisitId
    clinician_name: str
    starts_at: datetime
    ends_at: datetime
    status: Status
    is_seated: bool
    has_consented: bool
    wait_minutes: int
    is_early: bool


@dataclass(frozen=True, slots=True)
class Note:
    """The clinician's note: subjective, objective, assessment, plan, and what the patient is told."""

    subjective: str = ""
    objective: str = ""
    assessment: str = ""
    plan: str = ""
    for_patient: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The parts that say something, in order."""
        parts = (self.subjective, self.objective, self.assessment, self.plan, self.for_patient)
        return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note with its state and its history."""

    note: Note
    saved_at: datetime | None
    signed_at: datetime | None
    signed_by: str
    version: int
    label: Label = Label.NORMAL
    earlier: tuple["NoteVersion", ...] = ()


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """A note as it stood before an amendment."""

    version: int
    note: Note
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class AcceptedItem:
    """Something sent in the call that was taken into the file."""

    resource_id: UUID
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One access to a file, or several alike, the newest of them dated; the page says it in a patient's words."""

    at: datetime
    who: str
    act: str
    outcome: str
    because: str
    purpose: str
    times: int
    is_opening: bool
    entries: tuple[tuple[UUID, datetime], ...] = ()
    through: str = ""
    is_among: bool = False
    """It was about several patients, of whom this one is told alone."""
    is_withheld: bool = False
    """Who it was is not told, for a reason that the data-protection officer keeps (EHDS Art. 9)."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the patient keeps of a visit."""

    clinician_name: str
    started_at: datetime | None
    ended_at: datetime | None
    for_patient: str
    accepted: tuple[AcceptedItem, ...]
    accesses: tuple[AccessLine, ...]
    readable_until: datetime
    patient_id: PatientId
    is_verified: bool = False
    blocked: tuple[Blocked, ...] = ()
    clinicians: tuple[tuple[UUID, str], ...] = ()

    @property
    def openings(self) -> tuple[AccessLine, ...]:
        """Who looked into the file."""
        return tuple(line for line in self.accesses if line.is_opening)

    @property
    def around(self) -> tuple[AccessLine, ...]:
        """What else was done for the visit."""
        return tuple(line for line in self.accesses if not line.is_opening)


KEEP_YEARS = retention.FILE_YEARS
"""How long records of treatment are kept after it ended (in Germany section 630f BGB; some for longer)."""

SHORTEST_REASON = 12
"""Characters of a reason for an erasure: it is read by whoever asks, years later, why there is nothing any more."""


class ReasonTooShort(Exception):
    """The reason says too little for anybody to judge it later."""


@dataclass(frozen=True, slots=True)
class ToErase:
    """What the data-protection officer reads before they erase somebody."""

    patient: Person
    cared_until: datetime | None
    keep_until: datetime | None
    is_kept_by_duty: bool
    lines: int


@dataclass(frozen=True, slots=True)
class Erased:
    """An erasure as it is kept: whom it was about nobody can say any more but by the number."""

    patient_id: PatientId
    ground: Ground
    reason: str
    erased_by: UUID
    by_name: str
    erased_at: datetime
    entry_id: UUID
