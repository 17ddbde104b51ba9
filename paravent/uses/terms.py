"""The words of uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """By which exit something came out. Values are stored."""

    RELEASE = "release"
    ANSWER = "answer"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class Told:
    """What a patient is told of one use, in facts that words are made of: short, from lists, and of nobody."""

    use_id: UUID
    study_id: UUID
    kind: Kind
    recipient: str
    facts: Mapping[str, str]
