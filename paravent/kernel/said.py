"""A sentence in both languages: the one type for what data files, rules and papers say to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Final

from pydantic import ConfigDict, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""What a file may say in one language. Only files are held to it: code makes sentences as it likes."""

LANGUAGES: Final = {"en", "de"}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages. In a schema it takes `{en: …, de: …}` and nothing else."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    en: Line
    de: Line

    def said(self, language: str) -> str:
        """Return it in a language; English where there is no such one."""
        return self.de if language == "de" else self.en

    def filled(self, facts: Mapping[str, object]) -> "Said":
        """Return it with what stands in braces replaced: days, numbers and words as each language writes them.

        Raises KeyError, ValueError or IndexError where something in braces is not among the facts.
        """
        return Said(
            en=self.en.format_map({name: _in_english(value) for name, value in facts.items()}),
            de=self.de.format_map({name: _in_german(value) for name, value in facts.items()}),
        )


def with_sentences(content: Any) -> Any:
    """Return what a file holds, with each `{en: …, de: …}` of two texts as a sentence; everything else stays as it is."""
    if isinstance(content, list):
        return [with_sentences(one) for one in content]
    if not isinstance(content, dict):
        return content
    if set(content) == LANGUAGES and all(isinstance(text, str) for text in content.values()):
        return Said(**content)
    return {name: with_sentences(one) for name, one in content.items()}


def _in_english(value: object) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return value.en if isinstance(value, Said) else str(value)


def _in_german(value: object) -> str:
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return value.de if isinstance(value, Said) else str(value)
