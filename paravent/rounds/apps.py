"""Django's name for this package, and whom it tells what waits for a decision."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import AppConfig

if TYPE_CHECKING:
    from paravent.access.terms import Actor
    from paravent.research.terms import Undecided


class Rounds(AppConfig):
    """The rounds package."""

    name = "paravent.rounds"

    def ready(self) -> None:
        """Let the list of studies say what waits in which."""
        from paravent.research import queries as research

        research.UNDECIDED.append(undecided)


def undecided(studies: Collection[UUID], actor: "Actor") -> "Iterator[Undecided]":
    """Yield what waits in some studies. NumPy comes in with whoever asks: a command that asks for no study begins sooner without it."""
    from paravent.rounds import queries

    return queries.undecided(studies, actor)
