"""What each reason weighs, and what it says: one table. A change here is a new version of the judgement."""

from dataclasses import dataclass

VERSION = "1"
"""Kept with every judgement: the same frames and the same version give the same result."""

LINE = 100
"""Points from which a person's week is worth a question: 1.0 as a score."""

RULES_ALONE = 90
"""What rules may weigh together where no reason is missing: less than the line."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A reason of a score: its points at full strength, and whether it says that a reason is missing or merely strengthens that."""

    name: str
    points: int
    is_missing: bool
    sentence: str


ACCESS = (
    Weight("unexplained", 10, is_missing=True, sentence="Nothing in the records explains this access."),
    Weight(
        "phantom-visit",
        110,
        is_missing=True,
        sentence="The only explanation is a visit that they booked and cancelled themselves.",
    ),
    Weight(
        "visit-alone",
        35,
        is_missing=True,
        sentence="The only explanation is a visit that they booked themselves, to which nobody came.",
    ),
    Weight(
        "own-relation",
        100,
        is_missing=True,
        sentence="The only explanation is a relation of care that they opened themselves for a moment.",
    ),
    Weight("glass-off-duty", 110, is_missing=True, sentence="They broke the glass outside any duty."),
    Weight("own-file", 50, is_missing=False, sentence="It is their own file."),
    Weight("same-surname", 60, is_missing=False, sentence="The patient has the same surname."),
    Weight("same-address", 110, is_missing=False, sentence="The patient lives, or lived, at the same address."),
    Weight("same-phone", 110, is_missing=False, sentence="The patient has the same telephone number."),
    Weight("family", 120, is_missing=False, sentence="The patient belongs to their family."),
    Weight("declared", 130, is_missing=False, sentence="They declared that the patient is close to them."),
    Weight("colleague", 90, is_missing=False, sentence="The patient works here."),
    Weight("vip", 110, is_missing=False, sentence="The patient is publicly known."),
    Weight("news", 110, is_missing=False, sentence="The patient was in the news at the time."),
    Weight(
        "crowd",
        60,
        is_missing=False,
        sentence="Several colleagues opened the same file on the same day without an explanation.",
    ),
    Weight("after-notice", 60, is_missing=False, sentence="Notice had been given."),
    Weight("brief-role", 110, is_missing=False, sentence="They held a role for a moment only."),
    Weight("off-duty", 20, is_missing=False, sentence="They were not on duty."),
)
"""Reasons of an access that nothing sound explains."""

WEEK = (
    Weight(
        "many-unexplained",
        120,
        is_missing=True,
        sentence="They opened far more files without an explanation than colleagues of their role.",
    ),
    Weight("drip", 120, is_missing=True, sentence="Files opened without an explanation have added up week after week."),
    Weight("searches", 120, is_missing=True, sentence="They searched for patients again and again and opened no file."),
    Weight("refusals", 80, is_missing=True, sentence="They tried again and again what was refused."),
    Weight("two-places", 120, is_missing=True, sentence="The account was used in two places by turns."),
    Weight(
        "ward",
        50,
        is_missing=True,
        sentence="They opened several files of one team that is not theirs, without an explanation.",
    ),
    Weight(
        "walk",
        100,
        is_missing=True,
        sentence="They went through files in the order of their numbers, mostly without an explanation.",
    ),
    Weight("volume-past", 40, is_missing=False, sentence="They opened far more files than they used to."),
    Weight("volume-peers", 40, is_missing=False, sentence="They opened far more files than colleagues of their role."),
    Weight(
        "copies",
        70,
        is_missing=False,
        sentence="They exported, printed or copied far more than they and their colleagues used to.",
    ),
    Weight("hours", 30, is_missing=False, sentence="They worked with files outside their duty."),
)
"""Reasons of a person's week."""

WEIGHTS = {weight.name: weight for weight in (*ACCESS, *WEEK)}
