"""The words about other programs."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID

from paravent.access.terms import Actor, Purpose
from paravent.kernel.ids import PatientId


class Act(StrEnum):
    """What can be done about programs, and by them here, as the log says it."""

    GIVE_MANDATE = "mandate.give"


class Kind(StrEnum):
    """Where a program runs, and so how it shows that it is itself."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"
    BACKEND = "backend"


class Use(StrEnum):
    """What a token is for."""

    ACCESS = "access"
    REFRESH = "refresh"


class Context(StrEnum):
    """Whose data a scope is about: one patient's, what the person may see, or what the program itself may."""

    PATIENT = "patient"
    USER = "user"
    SYSTEM = "system"


LETTERS = "cruds"
"""Create, read, update, delete, search: in this order and no other (SMART App Launch 2, section 3.0)."""

SCOPE = re.compile(r"(patient|user|system)/(\*|[A-Z][A-Za-z]*)\.(c?r?u?d?s?)", re.ASCII)


class ScopeUnclear(ValueError):
    """This is not a scope for resources that we understand."""


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """What a program may do with one type of resource, or with all: `patient/Observation.rs`."""

    context: Context
    kind: str
    letters: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the scope that is written so; raises ScopeUnclear, for a scope with a query too."""
        found = SCOPE.fullmatch(text)
        if not found or not found[3]:
            raise ScopeUnclear
        return cls(Context(found[1]), found[2], found[3])

    def permits(self, kind: str, letter: str) -> bool:
        """Tell whether this scope is enough for one act on one type of resource."""
        return self.kind in {"*", kind} and len(letter) == 1 and letter in self.letters

    def includes(self, other: "Scope") -> bool:
        """Tell whether everything that the other scope permits is permitted by this one."""
        covers = self.kind in {"*", other.kind} and set(other.letters) <= set(self.letters)
        return covers and self.context == other.context

    def __str__(self) -> str:
        return f"{self.context}/{self.kind}.{self.letters}"


@dataclass(frozen=True, slots=True)
class Access:
    """What an access token stands for: who acts, what for, within which scopes, by which program, with which patient."""

    actor: Actor
    purpose: Purpose
    scopes: tuple[Scope, ...]
    program: UUID
    patient: PatientId | None = None


class NoAccess(Exception):
    """The token opens nothing. The only argument says why, for the log and not for whoever brought it."""

    @property
    def reason(self) -> str:
        """Why the token opens nothing."""
        return str(self.args[0])
