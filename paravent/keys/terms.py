"""The words of key custody."""

from enum import StrEnum


class Act(StrEnum):
    """What can be done with the practice's keys, as the log says it."""

    CHANGE_PRACTICE_KEY = "keys.change-practice"
    REWRAP = "keys.rewrap"


class Scope(StrEnum):
    """What a patient's key opens: reception holds the one to who they are, not the one to what they have."""

    IDENTITY = "identity"
    CLINICAL = "clinical"


class KeyDestroyed(Exception):
    """The patient's key was destroyed: this content can never be read again."""
