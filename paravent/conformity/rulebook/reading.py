"""The rule book and the sentences of its findings out of their files. Pure: no Django."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from paravent.conformity.terms import Finding, Mark

FOLDER = Path(__file__).parent / "rules"
SENTENCES = Path(__file__).parent / "sentences.yaml"


class Strict(BaseModel):
    """Takes what it knows and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Words(Strict):
    """The same in both languages."""

    en: str = Field(min_length=3)
    de: str = Field(min_length=3)

    def said(self, language: str) -> str:
        """Return it in a language; English where there is no such one."""
        return self.de if language == "de" else self.en


class Rule(Strict):
    """One rule: what it asks, where it stands, how Paravent meets it, what tries it, and what only a person can show."""

    id: str = Field(pattern=r"^(R\d\d|[DGEHA]\d{1,2})$")
    name: Words
    asks: Words
    met: Words
    source: str
    mark: Mark
    probes: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    person: Words | None = None


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule, by id, in the order of the book."""
    content: list[Any] = [one for path in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load(path.read_text())]
    found = [Rule.model_validate(one, strict=False) for one in content]
    return {one.id: one for one in found}


@cache
def sentences() -> Mapping[str, Words]:
    """Return what findings say, by name."""
    content: dict[str, Any] = yaml.safe_load(SENTENCES.read_text())
    return {name: Words.model_validate(one) for name, one in content.items()}


def in_words(finding: Finding, language: str) -> str:
    """Return a finding as a sentence."""
    known = sentences().get(finding.sentence)
    # What an earlier version found may be said in words that are gone.
    return known.said(language).format_map(finding.numbers) if known else finding.sentence
