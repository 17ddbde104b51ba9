"""The words of the roof."""

from enum import StrEnum


class Act(StrEnum):
    """What is done with the desk, the log and the sample practice, as the log says it."""

    SEE_DESK = "desk.see"
    READ_OWN_LINES = "log.read-own"
    TAKE_RECEIPT = "log.take-receipt"
    VERIFY_LOG = "log.verify"
    BACK_UP = "backup.make"
    RESTORED = "ledger.restored"
    CHANGE_SIGNING_KEY = "keys.change-signing"
    MAKE_TEAMS = "sample.make-teams"
    MAKE_BILLS = "sample.make-bills"
    MAKE_STUDY = "sample.make-study"
