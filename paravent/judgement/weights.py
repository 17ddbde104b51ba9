"""What each reason weighs, and what it says: one table. A change here is a new version of the judgement."""

from dataclasses import dataclass

VERSION = "7"
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


def _missing(name: str, points: int, sentence: str) -> Weight:
    return Weight(name, points, is_missing=True, sentence=sentence)


def _rule(name: str, points: int, sentence: str) -> Weight:
    return Weight(name, points, is_missing=False, sentence=sentence)


ACCESS = (
    _missing("unexplained", 10, "Nothing in the records explains this access."),
    _missing("refused", 10, "They tried to open a file and were refused."),
    _missing("standing", 3, "Their team may open the file; nothing says what for on that day."),
    _missing(
        "close",
        60,
        "Their team may open the file, nothing says what for on that day, and the patient is close to them.",
    ),
    _missing("old-place", 10, "Only a place in a team where they have not worked for weeks opened the file."),
    _missing("phantom-visit", 110, "The only explanation is a visit that they booked and cancelled themselves."),
    _missing(
        "visit-alone", 48, "The only explanation is a visit that they made at once themselves, to which nobody came."
    ),
    _missing(
        "visit-alone-elsewhere",
        100,
        "The only explanation is a visit that they made at once themselves, to which nobody came, with a patient of other teams.",
    ),
    _missing(
        "own-relation", 100, "The only explanation is a relation of care that they opened themselves for a moment."
    ),
    _missing("glass-off-duty", 110, "They broke the glass outside any duty."),
    _missing(
        "glass-beside-duty", 90, "They broke the glass while others had the emergency duty, and no visit followed."
    ),
    _missing("gone", 100, "They tried to open a file after their last day here."),
    _missing("uninvited", 60, "They tried to enter a visit that was not theirs while it was being held."),
    _missing("after-refusal", 60, "They were refused, and then opened a way themselves."),
    _rule("own-file", 50, "It is their own file."),
    _rule("same-surname", 50, "The patient has the same surname."),
    _rule("same-address", 110, "The patient lives, or lived, at the same address."),
    _rule("same-phone", 110, "The patient has the same telephone number."),
    _rule("family", 120, "The patient belongs to their family."),
    _rule("declared", 130, "They declared that the patient is close to them."),
    _rule("colleague", 80, "The patient works here."),
    _rule("vip", 100, "The patient is publicly known."),
    _rule("news", 110, "The patient was in the news at the time."),
    _rule("crowd", 100, "Several colleagues tried or opened the same file within a day without an explanation."),
    _rule("after-notice", 20, "Notice had been given."),
    _rule("brief-role", 110, "They held a role for a moment only."),
    _rule("clock-back", 90, "The clock had been set back: earlier lines of the log bear a later time."),
    _rule("off-duty", 20, "They were not on duty."),
)
"""Reasons of an access that nothing sound explains."""

WEEK = (
    _missing("many-unexplained", 140, "They opened far more files without an occasion than colleagues of their role."),
    _missing("drip", 120, "Files opened without an occasion have added up week after week."),
    _missing("sweep", 45, "They went through many files of their team in one sitting; nothing says what for."),
    _missing("returns", 100, "They came back to one file on several days; nothing says what for."),
    _missing("searches", 120, "They searched for patients again and again within an hour and opened no file."),
    _missing("refusals", 120, "They tried file after file and were refused."),
    _missing(
        "crossed", 110, "They sent or kept documents of one patient in visits with others, after they had been told."
    ),
    _missing("two-places", 120, "The account was used in two places by turns."),
    _missing("copied-again", 110, "They exported, printed or copied the same files again and again."),
    _missing("ward", 50, "They opened several files of one team that is not theirs, without an explanation."),
    _missing(
        "former-ward", 90, "They opened files, on several days, of a team in which they have not worked for weeks."
    ),
    _missing("walk", 100, "They went through files in the order of their numbers, mostly without an explanation."),
    _rule("volume-past", 40, "They opened far more files than they used to."),
    _rule("volume-peers", 40, "They opened far more files than colleagues of their role."),
    _rule("copies", 70, "They exported, printed or copied far more than they and their colleagues used to."),
    _rule("hours", 30, "They worked with files outside their duty."),
)
"""Reasons of a person's week."""

WEIGHTS = {weight.name: weight for weight in (*ACCESS, *WEEK)}
