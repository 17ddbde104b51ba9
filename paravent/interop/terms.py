"""The words of the FHIR server."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from paravent.fhir.parameters import TABLE
from paravent.fhir.wanted import Search
from paravent.records.terms import Spot


class Act(StrEnum):
    """What a program can do, as the log says it."""

    READ = "fhir.read"
    VREAD = "fhir.vread"
    HISTORY = "fhir.history"
    SEARCH = "fhir.search"
    EVERYTHING = "fhir.everything"
    CREATE = "fhir.create"
    UPDATE = "fhir.update"
    PATCH = "fhir.patch"
    DELETE = "fhir.delete"
    TRANSACTION = "fhir.transaction"


class Verb(StrEnum):
    """What a scope permits (SMART App Launch 2, section 3.0.2)."""

    CREATE = "c"
    READ = "r"
    UPDATE = "u"
    DELETE = "d"
    SEARCH = "s"


LOOKING = frozenset({"read", "search-type"})
REMEMBERED = LOOKING | {"vread", "history-instance", "history-type"}
WRITTEN = REMEMBERED | {"create", "update", "patch", "delete"}
OF_PAYMENT = frozenset({"ChargeItem", "Claim", "Coverage", "Invoice"})
"""What was billed, and who pays: for payment alone, and for whoever does the billing."""

VIEWS = frozenset({"Appointment", "Consent", "AuditEvent"}) | OF_PAYMENT
"""Made from the practice's own tables; a program reads them and changes them nowhere."""

OF_THE_PRACTICE = frozenset({"Practitioner", "PractitionerRole", "Organization", "Location"})
"""What belongs to no patient. Staff and the practice itself are among them, beside what was brought here."""

IDENTITIES = frozenset({"Patient", "Appointment"})
"""What reception may see."""

SERVED: dict[str, frozenset[str]] = {
    **{kind: LOOKING if kind in VIEWS else WRITTEN for kind in TABLE},
    # A patient is not deleted by a program: an erasure is a decision of its own.
    "Patient": WRITTEN - {"delete"},
    "Binary": frozenset({"read"}),
}
"""Which types there are, and what can be done with each."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A resource as it goes out, with what HTTP says about it."""

    kind: str
    fhir_id: str
    version: str
    at: datetime
    owner: UUID
    resource: dict[str, Any]
    row_id: UUID
    is_deleted: bool = False

    @property
    def reference(self) -> str:
        """How other resources refer to it."""
        return f"{self.kind}/{self.fhir_id}"


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search: what was found, what comes along, and where to go on."""

    search: Search
    found: tuple[Shown, ...]
    included: tuple[Shown, ...] = ()
    end: Spot | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """One page of a history."""

    found: tuple[Shown, ...]
    end: Spot | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a resource: whether it is new, and how it stands now."""

    is_new: bool
    shown: Shown


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one entry of a transaction."""

    status: str
    shown: Shown | None = None
    found: Found | None = None


class Gone(Exception):
    """The resource was deleted. Its earlier versions can still be read one by one."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


class VersionChanged(Exception):
    """Somebody else has changed the resource since it was read. Read it again, then change it."""


class SeveralFit(Exception):
    """Several resources fit the condition; it must tell one apart."""


class NotServed(Exception):
    """There is no such type, or this cannot be done with it."""


class NobodysResource(Exception):
    """The resource must name a patient who is here and within reach of this program."""
