"""Dates moved by some days and written in the form they had."""

import re
from datetime import date, timedelta
from typing import Final

GERMAN: Final = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
ENGLISH: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTH = r"(?P<name>[A-Za-zäÄ]{3,9})\.?"
YEAR = r"(?P<year>\d{4}|(?<=['’])\d\d|\d\d)"
BEHIND_DAY = r"(?P<th>st|nd|rd|th)?"
FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<day>\d{1,2})\s?\.\s?(?P<month>\d{1,2})\s?\.\s?(?P<year>\d{4}|\d\d)?",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:T.*)?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4}|\d\d)",
        r"(?P<month>\d{1,2})[/-](?P<day>\d{1,2})[/-](?P<year>\d{4}|\d\d)",
        rf"(?P<day>\d{{1,2}})\.?{BEHIND_DAY}(?: of)?[\s-]?{MONTH}(?:,?[\s-]?['’]?{YEAR})?",
        rf"{MONTH} (?P<day>\d{{1,2}}){BEHIND_DAY}(?:,?\s?['’]?(?P<year>\d{{4}}|(?<=['’])\d\d))?",
        rf"{MONTH}\s?(?:of\s)?['’]?{YEAR}?",
        r"(?P<month>\d{1,2})[/.](?P<year>\d{4})",
        r"(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.",
    )
)
"""How dates are written. The first that holds counts; 3/4/2029 is read as the third of April, as the house is German."""
CENTURY, SHORT_YEAR = 50, 100
"""Two digits up to 50 are of this century."""
LONGEST_ABBREVIATION = 4
NO_YEAR, MID_YEAR, MID_MONTH = 2001, 7, 15
"""What is taken for what a date does not say."""


def shifted(found: str, by: timedelta) -> str | None:
    """Return a date in the form it was written in, moved; nothing if it cannot be read as one."""
    for form in FORMS:
        read = form.fullmatch(found)
        day = _day(read) if read else None
        if read and day:
            return _written(read, day + by)
    return None


def _day(read: re.Match[str]) -> date | None:
    told = read.groupdict()
    month = _month(told["name"]) if told.get("name") else int(told.get("month") or MID_YEAR)
    year = int(told.get("year") or NO_YEAR)
    full = year if year >= SHORT_YEAR else year + (1900 if year > CENTURY else 2000)
    try:
        return date(full, month or 0, int(told.get("day") or MID_MONTH))
    except ValueError:
        return None


def _month(word: str) -> int | None:
    """Return which month a word or its abbreviation means, from 1."""
    low = word.casefold().replace("jänner", "januar").replace("maerz", "märz").replace("feber", "februar")
    return next(
        (at + 1 for months in (GERMAN, ENGLISH) for at, month in enumerate(months) if month.casefold().startswith(low)),
        None,
    )


def _written(read: re.Match[str], moved: date) -> str:
    """Put the parts of a day where those of another stood."""
    text = read.string
    for part, old in sorted(read.groupdict().items(), key=lambda one: -read.start(one[0])):
        if old is not None:
            text = text[: read.start(part)] + _part(part, old, moved) + text[read.end(part) :]
    return text


def _part(part: str, old: str, moved: date) -> str:
    if part == "name":
        months = ENGLISH if _is_english(old) else GERMAN
        whole = months[moved.month - 1]
        return whole[:3] if len(old) < LONGEST_ABBREVIATION and old not in months else whole
    if part == "year":
        return str(moved.year)[-len(old) :]
    if part == "th":
        return "th"
    return f"{getattr(moved, part):0{len(old) if old.startswith('0') else 1}}"


def _is_english(month: str) -> bool:
    return any(name.startswith(month) for name in ENGLISH) and month not in GERMAN
