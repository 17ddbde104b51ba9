"""The words of the red team."""

from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROPERTY = "red team"
"""Under which name a test's report holds what its play found."""
COLLECTOR = "red team's page"
"""The plugin that is there while the page is made anew."""


class Outcome(StrEnum):
    """How an attack ended."""

    PREVENTED = "prevented"
    DETECTED = "detected"
    SEEN = "seen"
    MISSED = "missed"
