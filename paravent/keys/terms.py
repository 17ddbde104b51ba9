"""The words of key custody."""

from enum import StrEnum


class Scope(StrEnum):
    """What a patient's key opens: reception holds the one to who they are, not the one to what they have."""

    IDENTITY = "identity"
    CLINICAL = "clinical"


class KeyDestroyed(Exception):
    """The patient's key was destroyed: this content can never be read again."""
