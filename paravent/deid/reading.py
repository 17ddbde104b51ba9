"""What the command reads beside the texts: what is known of a record."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from paravent.deid.terms import Known, Label, Person, Sex

ROLES = {"patient": Label.PATIENT, "relative": Label.RELATIVE, "clinician": Label.CLINICIAN, "other": Label.PERSON}


class KnownUnreadable(Exception):
    """The file given as --known cannot be read: docs/guide/deid.md shows what it holds. Nothing was done."""


def read_known(path: Path) -> Known:
    """Return what a file knows of a record."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Known(
            tuple(_person(one) for one in told.get("people", ())),
            tuple((Label(one["label"]), one["text"]) for one in told.get("places", ())),
            tuple((Label(one["label"]), one["text"]) for one in told.get("numbers", ())),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KnownUnreadable from None


def _person(told: dict[str, Any]) -> Person:
    born = date.fromisoformat(told["born"]) if told.get("born") else None
    return Person(
        ROLES[told.get("role", "patient")],
        told.get("given", ""),
        told.get("family", ""),
        born,
        Sex(told.get("sex", "unknown")),
    )
