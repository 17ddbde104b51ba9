"""Typed identifiers. A PatientId is never mistaken for a VisitId."""

from typing import NewType
from uuid import UUID

PersonId = NewType("PersonId", UUID)
"""Anybody who can act: staff and patients share this space, so a log line names one kind of thing."""

PatientId = NewType("PatientId", UUID)
VisitId = NewType("VisitId", UUID)
PartyId = NewType("PartyId", UUID)
InvitationId = NewType("InvitationId", UUID)
ResourceId = NewType("ResourceId", UUID)
TeamId = NewType("TeamId", UUID)
EntryId = NewType("EntryId", UUID)

NOBODY = PersonId(UUID(int=0))
"""Whoever has not been recognised. Owns nothing, so row security shows it nothing."""

SYSTEM = PersonId(UUID(int=1))
"""The installation itself: imports, retention, the demo's sample practice."""
