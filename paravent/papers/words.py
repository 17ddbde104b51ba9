"""The words of papers: data files with both languages, beside what the code says."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from paravent.kernel.said import with_sentences

FOLDER: Final = Path(__file__).parent / "words"
LANGUAGES: Final = ("en", "de")
YEAR_DAYS: Final = 365


@cache
def words_of(name: str) -> Mapping[str, Any]:
    """Return a file of words: sentences, in whatever order a paper needs them."""
    found: Mapping[str, Any] = with_sentences(yaml.safe_load((FOLDER / f"{name}.yaml").read_text()))
    return found


@cache
def claims_in_german() -> Mapping[str, str]:
    """Return each line of the threat model in German, by its English words: a line that was changed has none until it is translated anew."""
    return {one.en: one.de for one in words_of("claims")["claims"]}


def how_long(most: timedelta | None, least: timedelta | None, language: str) -> str:
    """Return a term in words: not at all, at most, at least, or without a clock."""
    frame = words_of("frame")["terms"]
    if most == timedelta(0):
        return frame["never"].said(language)
    if most is not None and least is not None:
        return frame["both"].said(language).format(time=_time(most, language), least=_time(least, language))
    if most is not None:
        return frame["most"].said(language).format(time=_time(most, language))
    if least is not None:
        return frame["least"].said(language).format(time=_time(least, language))
    return frame["event"].said(language)


def _time(span: timedelta, language: str) -> str:
    units = words_of("frame")["units"]
    hours = int(span.total_seconds() // 3600)
    # One day more stands for a leap day, and is no part of what the law says.
    if span.days >= YEAR_DAYS:
        number, unit = span.days // YEAR_DAYS, "year"
    elif hours % 24 or hours <= 48:  # noqa: PLR2004 (hours in a day; two days are said in hours)
        number, unit = hours, "hour"
    else:
        number, unit = span.days, "day"
    one, many = units[unit][language if language in LANGUAGES else "en"]
    return f"{number} {one if number == 1 else many}"
