"""The words of vigilance."""

from enum import StrEnum


class Act(StrEnum):
    """What can be done to find and follow up looks without a reason, as the log says it."""

    JUDGE = "vigilance.judge"
