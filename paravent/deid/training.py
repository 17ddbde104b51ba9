"""How a tagger learns, the same from the same texts: `paravent deid train FOLDER --out MODEL`."""

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite

from paravent.deid.deidentifier import Deidentifier, Found, hidden
from paravent.deid.lookalikes import Lookalikes
from paravent.deid.surrogates import Surrogates
from paravent.deid.tagging import packed
from paravent.deid.terms import ExamplesUnreadable, Guide, Label, Pass, Span
from paravent.deid.tokens import features, language_of, tags, tokens
from paravent.deid.union import united

LEARNING = {"c1": 0.05, "c2": 0.1, "max_iterations": 75, "feature.possible_transitions": True, "feature.minfreq": 1}
"""L1 and L2 regularisation, and when to stop: L-BFGS from nothing, in one thread, so that the same texts make the same bytes."""
GUIDES = {"de": Guide.GEMTEX, "en": Guide.SAFE_HARBOR}

OTHERS = {
    "NAME": Label.PERSON,
    "PERSON": Label.PERSON,
    "GEOGRAPHIC_LOCATION": Label.PLACE,
    "GPE": Label.PLACE,
    "LOCATION": Label.PLACE,
    "STREET_ADDRESS": Label.STREET,
    "ORGANIZATION": Label.ORGANIZATION,
    "DATE_TIME": Label.DATE,
    "PHONE_NUMBER": Label.PHONE,
    "FAX_NUMBER": Label.FAX,
    "EMAIL_ADDRESS": Label.EMAIL,
    "DOMAIN_NAME": Label.URL,
    "ZIP_CODE": Label.ZIP,
    **dict.fromkeys(
        (
            *(
                "MEDICAL_RECORD_NUMBER",
                "HEALTH_PLAN_BENEFICIARY_NUMBER",
                "SOCIAL_SECURITY_NUMBER",
                "UNIQUE_IDENTIFIER",
                "ACCOUNT_NUMBER",
            ),
            *("CERTIFICATE_LICENSE_NUMBER", "IP_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "US_SSN", "US_DRIVER_LICENSE"),
        ),
        Label.ID,
    ),
}
"""What other guides call it. What neither they nor ours name (a nationality, a title in English) is learned to stay."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what is marked in it."""

    text: str
    spans: tuple[Span, ...]


def label_of(name: str) -> Label | None:
    """Return the label that another guide's name means."""
    bare = name.split("?", maxsplit=1)[0]
    return Label(bare) if bare in {label.value for label in Label} else OTHERS.get(bare)


def example(told: dict[str, Any]) -> Example:
    """Return an example as a line of JSON holds it; offsets count characters."""
    marked = ((one["start"], one["end"], label_of(one["type"])) for one in told["entities"])
    spans = [Span(start, end, label, Pass.KNOWN, 1.0) for start, end, label in marked if label]
    return Example(told["text"], tuple(united(told["text"], spans)))


def read_examples(folder: Path) -> list[Example]:
    """Return all examples of a folder's *.jsonl, in the order of their names."""
    files = sorted(folder.rglob("*.jsonl")) if folder.is_dir() else [folder]
    try:
        read = [
            example(json.loads(line))
            for path in files
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
    except (OSError, ValueError, KeyError, TypeError):
        raise ExamplesUnreadable from None
    if not read:
        raise ExamplesUnreadable
    return read


COPIES = 2
"""Copies of each text in which somebody else stands."""


def varied(some: Sequence[Example], copies: int = COPIES) -> list[Example]:
    """Return examples, each with copies in which somebody else stands: so that forms are learned, not names."""
    return [*some, *(_other(one, copy) for copy in range(copies) for one in some)]


def _other(one: Example, copy: int) -> Example:
    kind = Lookalikes if language_of(one.text) == "de" else Surrogates
    surrogates = kind(key=f"copy {copy}".encode().ljust(32, b"."))
    done = hidden(one.text, Found(list(one.spans), []), surrogates)
    spans = (Span(new.at, new.at + len(new.surrogate), new.span.label, Pass.KNOWN, 1.0) for new in done.hidden)
    return Example(done.text, tuple(spans))


def trained(some: Iterable[Example], told: Callable[[str], None] = lambda _: None) -> bytes:
    """Return the file of a model that learned from examples."""
    by_language: dict[str, list[Example]] = {}
    for one in some:
        by_language.setdefault(language_of(one.text), []).append(one)
    return packed({language: _learned(language, texts, told) for language, texts in sorted(by_language.items())})


def _learned(language: str, some: Sequence[Example], told: Callable[[str], None]) -> bytes:
    trainer = pycrfsuite.Trainer(verbose=False, algorithm="lbfgs", params=LEARNING)
    for one in some:
        found = tokens(one.text)
        if found:
            ruled = Deidentifier(guide=GUIDES[language]).ruled(one.text)
            trainer.append(features(found, ruled), tags(found, one.spans))
    told(f"{language}: learning from {len(some)} texts")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "field"
        trainer.train(str(path))
        return path.read_bytes()
