"""What is judged, and what it is judged by: the frames that a feed fills, from the log and the records or from a simulation.

People, patients and visits are numbers given by the feed, in the order of their ids: a judgement needs to tell them apart, not to name them.
Instants are UTC. A null end means "still". Only these columns reach a judgement: what is not here cannot be a feature.
"""

from dataclasses import dataclass

import polars as pl

INSTANT = pl.Datetime("us", "UTC")
WHO = pl.Int32


def columns(**kinds: pl.DataType | type[pl.DataType]) -> pl.Schema:
    """Return a frame's columns in the order given, each with its type."""
    return pl.Schema(kinds.items())


ACCESSES = columns(
    entry=pl.Int64,  # the line's place in the log
    at=INSTANT,
    act=pl.String,  # as in the log: chart.open
    outcome=pl.String,  # done, refused, failed
    purpose=pl.String,  # HL7 v3 PurposeOfUse
    actor=WHO,
    patient=WHO,  # null where nobody's file was touched
    visit=WHO,
    because=pl.String,  # the policy's reason: relation-visit
    shown=pl.Int32,  # how many patients an answer listed; null where it was one file
    device=pl.Int64,  # blinded: which session; null where none
    place=pl.Int64,  # blinded: from which network; null where unknown
)
"""Lines of the log by staff and programs, in the order of the log."""

ROLES = columns(person=WHO, role=pl.String, starts_at=INSTANT, ends_at=INSTANT)
MEMBERSHIPS = columns(person=WHO, team=WHO, starts_at=INSTANT, ends_at=INSTANT)
DUTIES = columns(person=WHO, team=WHO, starts_at=INSTANT, ends_at=INSTANT)
"""Rostered hours; a null team is the house's emergency duty. Empty where the practice keeps no roster: then nothing is held against anybody for it."""
NOTICES = columns(person=WHO, given_at=INSTANT, leaves_at=INSTANT)
VISITS = columns(
    visit=WHO,
    patient=WHO,
    clinician=WHO,
    made_by=WHO,
    made_at=INSTANT,
    starts_at=INSTANT,
    ends_at=INSTANT,
    opened_at=INSTANT,
    joined_at=INSTANT,  # when a second party was there; null: never
    ended_at=INSTANT,
    cancelled_at=INSTANT,
    cancelled_by=WHO,
    is_spontaneous=pl.Boolean,
)
RELATIONS = columns(
    patient=WHO,
    person=WHO,  # or
    team=WHO,
    why=pl.String,  # paravent.people.terms.Why
    starts_at=INSTANT,
    ends_at=INSTANT,
    made_by=WHO,
)
GLASSES = columns(patient=WHO, person=WHO, opened_at=INSTANT, closes_at=INSTANT, verdict=pl.String)
KINSHIPS = columns(person=WHO, patient=WHO, kind=pl.String)
"""What a person of the staff has in common with a patient, from blinded tokens: self, surname, address, phone, family, declared."""
NOTABLES = columns(patient=WHO, kind=pl.String, starts_at=INSTANT, ends_at=INSTANT)
"""Patients whom many are curious about: vip, news, staff."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Everything that a judgement may use."""

    accesses: pl.DataFrame
    roles: pl.DataFrame
    memberships: pl.DataFrame
    duties: pl.DataFrame
    notices: pl.DataFrame
    visits: pl.DataFrame
    relations: pl.DataFrame
    glasses: pl.DataFrame
    kinships: pl.DataFrame
    notables: pl.DataFrame


SCHEMAS = {
    "accesses": ACCESSES,
    "roles": ROLES,
    "memberships": MEMBERSHIPS,
    "duties": DUTIES,
    "notices": NOTICES,
    "visits": VISITS,
    "relations": RELATIONS,
    "glasses": GLASSES,
    "kinships": KINSHIPS,
    "notables": NOTABLES,
}

REASON = pl.Struct({"name": pl.String, "weight": pl.Float64, "evidence": pl.String})

JUDGED = columns(
    entry=pl.Int64,
    explanation=pl.String,  # the shortest template that explains the access; null: none does
    evidence=pl.String,  # the numbers behind it, as JSON: {"visit": 17}
    score=pl.Float64,  # 0 unremarkable; the sum of the weights of its reasons
    reasons=pl.List(REASON),
)
"""One row an access that is worth a word."""

WEEKS = columns(
    person=WHO,
    week=pl.Date,  # its Monday
    accesses=pl.Int32,
    unexplained=pl.Int32,
    score=pl.Float64,
    reasons=pl.List(REASON),
    entries=pl.List(pl.Int64),  # the accesses behind it, the oddest first
    crowds=pl.List(WHO),  # the patients at whose files they were one of a crowd
    apart=pl.Float64,  # what the week scores without these files
)
"""One row a person and week: what an alert is about."""
