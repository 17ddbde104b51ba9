"""The rule book and the sentences of its findings out of their files. Pure: no Django."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, RootModel

from paravent.conformity.terms import Finding, Mark
from paravent.kernel import written
from paravent.kernel.said import Said

FOLDER = Path(__file__).parent / "rules"
SENTENCES = Path(__file__).parent / "sentences.yaml"


class Strict(BaseModel):
    """Takes what it knows and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Rule(Strict):
    """One rule: what it asks, where it stands, how Paravent meets it, what tries it, and what only a person can show."""

    id: str = Field(pattern=r"^(R\d\d|[DGEHA]\d{1,2})$")
    name: Said
    asks: Said
    met: Said
    source: str | Said
    """In both languages where it says more than where it stands."""
    mark: Mark
    probes: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    person: Said | None = None
    months: int = Field(default=12, ge=1, le=36)
    """How long what a person showed may count before it has to be shown anew."""

    def due_at_latest(self, done_on: date) -> date:
        """Return the day by which it has to be shown anew."""
        return done_on + timedelta(days=round(self.months * 365.25 / 12))

    def cited(self, language: str) -> str:
        """Return where it stands; laws are named as the language names them."""
        text = self.source if isinstance(self.source, str) else self.source.said(language)
        return text.replace("GDPR", "DSGVO") if language == "de" else text


class Chapter(RootModel[tuple[Rule, ...]]):
    """One file of the book."""


class Sentences(RootModel[Mapping[str, Said]]):
    """What findings say, by name."""


def _whose(content: Any, place: written.Place) -> str:
    """Return to which rule a place belongs."""
    one = content[place[0]] if isinstance(content, list) and place and isinstance(place[0], int) else None
    return f", rule {one['id']}" if isinstance(one, dict) and "id" in one else ""


FORM = written.Form("part of the rule book", largest=512 * 1024, whose=_whose)


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule, by id, in the order of the book. Raises written.Unreadable."""
    pages = (written.read(path, Chapter, FORM).root for path in sorted(FOLDER.glob("*.yaml")))
    return {one.id: one for page in pages for one in page}


@cache
def sentences() -> Mapping[str, Said]:
    """Return what findings say, by name. Raises written.Unreadable."""
    return written.read(SENTENCES, Sentences, FORM).root


def in_words(finding: Finding, language: str) -> str:
    """Return a finding as a sentence."""
    known = sentences().get(finding.sentence)
    # What an earlier version found may be said in words that are gone.
    return known.said(language).format_map(finding.numbers) if known else finding.sentence
