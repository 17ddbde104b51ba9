"""Find out how it stands with this installation: by asking it, now. What is found names nobody."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from paravent.conformity.gathering.answering import served
from paravent.conformity.gathering.disk import configured, on_disk
from paravent.conformity.gathering.practice import at_work, done, kept, log_as_it_stands
from paravent.conformity.gathering.tables import in_database
from paravent.conformity.rulebook.installation import Installation
from paravent.kernel import clock

PARTS: Mapping[str, Callable[[], Any]] = MappingProxyType(
    {
        "configured": configured,
        "served": served,
        "disk": on_disk,
        "database": in_database,
        "log": log_as_it_stands,
        "kept": kept,
        "staff": at_work,
        "done": done,
    }
)
"""What is asked, one after the other, by the names that `Installation` gives them."""


def gather(progress: Callable[[str], object] = lambda _: None) -> Installation:
    """Return what is known of this installation now. A fact that cannot be had costs the rules that ask for it, and no other."""
    now, found = clock.now(), {}
    for name, ask in PARTS.items():
        progress(name)
        found[name] = ask()
    return Installation(now=now, **found)
