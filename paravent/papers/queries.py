"""What the code and the running installation say, for papers."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from paravent.access.purposes import TABLE, read
from paravent.papers.terms import Activity, Claim
from paravent.programs.queries import programs

THREAT_MODEL: Final = Path(__file__).parents[2] / "THREAT_MODEL.md"
"""Beside the package, where it was cloned; a wheel has none."""
NUMBERED: Final = re.compile(r"\*\*(T\d+)\*\* · (.*)", re.DOTALL)
TEST: Final = re.compile(r"tests/[\w/]+\.py")


def activities() -> list[Activity]:
    """Return every purpose that something is listed for, with its roles and acts."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for act, cells in read(TABLE).items():
        for purpose, roles in cells.items():
            who, acts = found.setdefault(purpose.value, (set(), set()))
            who |= roles
            acts.add(act)
    return [Activity(name, tuple(sorted(who)), tuple(sorted(acts))) for name, (who, acts) in found.items()]


def recipients() -> dict[str, str]:
    """Return who receives something by this installation as it is set, by kind; nothing behind a kind that nobody is of."""
    live = [one.description.name for one in programs() if one.approved_at and not one.revoked_at]
    return {
        "programs": ", ".join(live),
        "email": settings.EMAIL_HOST,
        "relay": ", ".join(settings.TURN_URLS),
        "witnesses": ", ".join(key.partition("+")[0] for key in settings.LEDGER_WITNESSES),
    }


@cache
def claims() -> tuple[Claim, ...]:
    """Return what the threat model claims, and what it says does not hold; nothing where it is not part of the installation."""
    return tuple(_claims(THREAT_MODEL.read_text())) if THREAT_MODEL.exists() else ()


def _claims(text: str) -> Iterator[Claim]:
    for part in text.split("\n## ")[1:]:
        adversary, _, lines = part.partition("\n")
        if not adversary.endswith("can achieve"):
            continue
        for bullet in re.split(r"^- ", lines, flags=re.MULTILINE)[1:]:
            said, _, proof = bullet.strip().partition("\n  → ")
            numbered = NUMBERED.match(said)
            words = " ".join((numbered[2] if numbered else said).replace("*", "").replace("`", "").split())
            test = TEST.search(proof)
            yield Claim(adversary, numbered[1] if numbered else "", words, test[0] if test else "")
