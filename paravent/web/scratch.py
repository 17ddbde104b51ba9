"""A made hospital, written into a scratch database of its own: real migrations, real tables, sealed names and homes, a signed log.

Written as the superuser of that database, which nobody serves: triggers that make people sign for themselves are set aside,
constraints hold. The truth is a file beside the database, and nothing of it goes in.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import polars as pl
import psycopg
from psycopg import sql

from paravent.emergency.queries import place as glass_place
from paravent.kernel.blind import EDITION, prefixes, token
from paravent.kernel.ids import SYSTEM
from paravent.kernel.sealing import DataKey, new_key, seal
from paravent.keys.custody import blind_key, practice_secret, sealed_for_practice, wrapping_key
from paravent.keys.queries import place as key_place
from paravent.keys.terms import Scope
from paravent.ledger.sequencer import Signer
from paravent.people.queries import place as identity_place
from paravent.people.steps import tokens_of_doors, tokens_of_phones
from paravent.proving.names import full_name
from paravent.proving.terms import BEGINNING, Simulation
from paravent.ties.queries import place as tie_place
from paravent.ties.terms import Home
from paravent.visits.queries import reason_place
from paravent.web.scratch_log import written

LONG_AGO = datetime.fromtimestamp(BEGINNING, UTC) - timedelta(days=400)
REVIEW = timedelta(hours=72)
AT_ONCE = 1000
Told = Callable[[int], None]
Row = Sequence[Any]


@dataclass
class Filling:
    """What is being written: the hospital, the ids behind its numbers, and the patients' keys."""

    made: Simulation
    people: list[UUID]
    patients: list[UUID]
    teams: list[UUID]
    visits: list[UUID]
    keys: dict[UUID, DataKey] = field(default_factory=dict)

    def person(self, number: int | None) -> UUID | None:
        """Return somebody's id."""
        return None if number is None else self.people[number]

    def team(self, number: int | None) -> UUID | None:
        """Return a team's id."""
        return None if number is None else self.teams[number]

    def ids(self) -> dict[str, list[UUID]]:
        """Return the ids behind the numbers that a line of the log names."""
        return {"actor": self.people, "patient": self.patients, "visit": self.visits}


def filling(made: Simulation, seed: int) -> Filling:
    """Return ids for everybody, in the order of their numbers, as a judgement numbers them."""
    chance = Random(f"ids/{seed}")  # noqa: S311 (ids of people who never were)

    def ids(count: int) -> list[UUID]:
        return sorted(UUID(int=chance.getrandbits(128), version=4) for _ in range(count))

    visits = made.frames.visits.height
    return Filling(made, ids(len(made.staff)), ids(len(made.patients)), ids(made.teams), ids(visits))


def rows_in(one: Filling) -> int:
    """Return how many rows are written, as `told` hears of them: those of a line count as one."""
    frames = one.made.frames
    there = (frames.accesses, frames.visits, frames.relations, frames.duties)
    return len(one.patients) * (1 + len(Scope)) + sum(frame.height for frame in there)


def fill(url: str, one: Filling, signer: Signer, told: Told) -> None:
    """Write everything, in one transaction: a scratch database is whole or empty. `told` hears of so many rows more."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, columns, rows in tables(one):
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
            with cursor.copy(into) as copy:
                for some in batched(rows):
                    for row in some:
                        copy.write_row(row)
                    told(len(some))
        for count in written(cursor, one.made.frames.accesses, one.ids(), signer):
            told(count)
    with psycopg.connect(url, autocommit=True) as connection:
        # Nobody has worked in it yet: the planner knows nothing of what came at once.
        connection.execute("VACUUM ANALYZE")


def batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows by the thousand."""
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some


def tables(one: Filling) -> Iterator[tuple[str, tuple[str, ...], Iterable[Row]]]:
    """Yield each table with its columns and rows; patients first, whose keys seal what follows."""
    yield "keys_patientkey", ("patient_id", "scope", "practice_key_id", "wrapped", "made_at"), _keys(one)
    patient = (
        "id",
        "sealed",
        "tokens",
        "home_tokens",
        "is_provisional",
        "works_here",
        "registered_at",
        "index_edition",
    )
    yield "people_patient", patient, _patients(one)
    staff = ("id", "password", "email", "name", "language", "is_active", "joined_at")
    yield "people_staff", staff, _staff(one)
    yield "people_team", ("id", "name"), ((team, f"Team {nth + 1}") for nth, team in enumerate(one.teams))
    yield from _frames(one)
    yield from _ties(one)
    visit = ("id", "patient_id", "clinician_id", "starts_at", "ends_at", "is_spontaneous", "sealed_reason", "status")
    since = ("made_by", "made_at", "opened_at", "joined_at", "ended_at", "cancelled_at", "cancelled_by")
    yield "visits_visit", (*visit, *since), _visits(one)
    glass = ("id", "patient_id", "clinician_id", "sealed_reason", "opened_at", "closes_at", "review_due_at")
    yield "emergency_glass", (*glass, "verdict", "reviewed_by", "reviewed_at"), _glasses(one)


def _keys(one: Filling) -> Iterator[Row]:
    secret = practice_secret()
    wraps = wrapping_key(secret.key_id)
    for patient in one.patients:
        one.keys[patient] = new_key()
        for scope in Scope:
            key = one.keys[patient] if scope == Scope.IDENTITY else new_key()
            yield patient, scope.value, secret.key_id, seal(wraps, key, key_place(patient, scope)), LONG_AGO


def _patients(one: Filling) -> Iterator[Row]:
    blind = blind_key()
    owners = {who.file: who.number for who in one.made.staff if who.file is not None}
    for patient, who in zip(one.patients, one.made.patients, strict=True):
        name = full_name(who.surname, who.number, of_staff=owners.get(who.number))
        content = {"name": name, "birth_date": None, "phone": _phone(who.phone), "email": "", "language": ""}
        sealed = seal(one.keys[patient], json.dumps(content).encode(), identity_place(patient))
        tokens = [token(blind, "name", prefix) for prefix in sorted(prefixes(name))]
        doors = tokens_of_doors([_door(who.home)] if who.has_door else [])
        tokens += tokens_of_phones([_phone(who.phone)])
        yield patient, sealed, tokens, doors, False, who.number in owners, LONG_AGO, EDITION


def _phone(number: int) -> str:
    """Return a telephone number; staff who live with nobody of the patients have one that is nobody else's."""
    return f"+49 30 {10_000_000 + number}" if number >= 0 else f"+49 40 {10_000_000 - number}"


def _door(number: int) -> tuple[str, str]:
    return (f"Lindenstraße {number}", "10969") if number >= 0 else (f"Ulmenweg {-number}", "20357")


def _staff(one: Filling) -> Iterator[Row]:
    for person, who in zip(one.people, one.made.staff, strict=True):
        if who.trade != "program":
            name = full_name(who.surname, who.number, of_staff=who.number)
            # Nobody signs in: "!" is what Django writes where there is no password.
            yield person, "!", f"{person}@example.org", name, "en", True, LONG_AGO


def _frames(one: Filling) -> Iterator[tuple[str, tuple[str, ...], Iterable[Row]]]:
    """Yield the tables whose rows a frame holds as they are."""
    chance, frames = Random("rows"), one.made.frames  # noqa: S311 (as above)

    def new() -> UUID:
        return UUID(int=chance.getrandbits(128), version=4)

    roles = ((new(), one.person(who), role, SYSTEM, *span) for who, role, *span in frames.roles.iter_rows())
    yield "people_rolegrant", ("id", "person_id", "role", "granted_by", "starts_at", "ends_at"), roles
    members = ((new(), one.person(who), one.team(team), *span) for who, team, *span in frames.memberships.iter_rows())
    yield "people_membership", ("id", "person_id", "team_id", "starts_at", "ends_at"), members
    duties = ((new(), one.person(who), one.team(team), *span, SYSTEM) for who, team, *span in frames.duties.iter_rows())
    yield "people_duty", ("id", "person_id", "team_id", "starts_at", "ends_at", "made_by"), duties
    related = (
        (new(), one.patients[patient], one.person(person), one.team(team), why, starts, ends, one.person(by))
        for patient, person, team, why, starts, ends, by in frames.relations.iter_rows()
    )
    columns = ("id", "patient_id", "clinician_id", "team_id", "why", "starts_at", "ends_at", "made_by")
    yield "people_carerelation", columns, related


def _ties(one: Filling) -> Iterator[tuple[str, tuple[str, ...], Iterable[Row]]]:
    """Yield who leaves, what was declared, and whom many are curious about; a colleague's file is known by its mark."""
    chance, frames = Random("ties"), one.made.frames  # noqa: S311 (as above)

    def new() -> UUID:
        return UUID(int=chance.getrandbits(128), version=4)

    leaving = (
        (new(), one.person(who), given, leaves, SYSTEM, given) for who, given, leaves in frames.notices.iter_rows()
    )
    yield "people_notice", ("id", "person_id", "given_at", "leaves_at", "noted_by", "noted_at"), leaving
    declared = frames.kinships.filter(pl.col("kind") == "declared")
    told = ((new(), one.people[who], one.patients[patient]) for who, patient, _ in declared.iter_rows())
    ties = (
        (tie, who, patient, False, _of_practice("relative", tie, "kind"), who, LONG_AGO) for tie, who, patient in told
    )
    columns = ("id", "person_id", "patient_id", "by_patient", "sealed_kind", "noted_by", "said_at")
    yield "ties_declaration", columns, ties
    yield "ties_home", ("person_id", "sealed", "phone_tokens", "door_tokens", "said_by", "said_at"), _homes(one)
    reviewer = one.people[next(who.number for who in one.made.staff if who.trade == "dpo")]
    curious = frames.notables.filter(pl.col("kind") != "staff")
    listed = ((new(), one.patients[patient], *more) for patient, *more in curious.iter_rows())
    rows = (
        (notable, patient, *more, _of_practice("", notable, "remark"), *(reviewer, LONG_AGO) * 2, False)
        for notable, patient, *more in listed
    )
    shown = ("id", "patient_id", "kind", "starts_at", "ends_at", "sealed_remark")
    decided = ("proposed_by", "proposed_at", "decided_by", "decided_at", "declined")
    yield "ties_notable", (*shown, *decided), rows


def _homes(one: Filling) -> Iterator[Row]:
    """Yield the homes that staff gave, as an administrator keeps them."""
    by = one.people[next(who.number for who in one.made.staff if who.trade == "administrator")]
    for person, who in zip(one.people, one.made.staff, strict=True):
        if who.gave_home:
            home = Home(_phone(who.phone), *_door(who.home))
            tokens = tokens_of_phones([home.phone]), tokens_of_doors([(home.street, home.postal_code)])
            yield person, _of_practice(json.dumps(asdict(home)), person, "home"), *tokens, by, LONG_AGO


def _of_practice(text: str, owner: UUID, what: str) -> bytes:
    return sealed_for_practice(text, tie_place(owner, what))


def _visits(one: Filling) -> Iterator[Row]:
    for row in one.made.frames.visits.iter_rows(named=True):
        visit, patient = one.visits[row["visit"]], one.patients[row["patient"]]
        reason = seal(one.keys[patient], b"a visit of a made hospital", reason_place(visit))
        yield (
            *(visit, patient, one.people[row["clinician"]], row["starts_at"], row["ends_at"], row["is_spontaneous"]),
            *(reason, _status(row), one.people[row["made_by"]], row["made_at"], row["opened_at"], row["joined_at"]),
            *(row["ended_at"], row["cancelled_at"], one.person(row["cancelled_by"])),
        )


def _status(row: dict[str, Any]) -> str:
    if row["cancelled_at"]:
        return "cancelled"
    if row["ended_at"]:
        return "ended"
    return "open" if row["opened_at"] else "booked"


def _glasses(one: Filling) -> Iterator[Row]:
    chance = Random("glasses")  # noqa: S311 (as above)
    reviewer = next(who.number for who in one.made.staff if who.trade == "dpo")
    for patient, person, opened, closes, verdict in one.made.frames.glasses.iter_rows():
        glass, whose = UUID(int=chance.getrandbits(128), version=4), one.patients[patient]
        reason = seal(one.keys[whose], b"an emergency of a made hospital", glass_place(glass, "reason"))
        review = (verdict, one.people[reviewer], opened + timedelta(days=1)) if verdict else (None, None, None)
        yield glass, whose, one.people[person], reason, opened, closes, opened + REVIEW, *review


def keep_truth(folder: Path, made: Simulation) -> None:
    """Write who was an insider beside the database, for the evaluation alone."""
    made.truth.write_parquet(folder / "truth.parquet")


def truth_of(folder: Path) -> pl.DataFrame:
    """Return who was an insider."""
    return pl.read_parquet(folder / "truth.parquet")
