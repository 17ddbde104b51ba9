"""One answer, given in a process of its own while its study's page is looked at: `python -m bench.answering ANSWER STUDY ASKER`, on the database that the environment names."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from threading import Thread
from uuid import UUID

from bench.making import peak_mib
from paravent.web.cli.preparing import open_django

LOOKS_BEFORE = 20
BETWEEN_LOOKS_SECONDS = 0.25


def main() -> None:
    """Give the answer beside the looks, as the server does, and say how long it and they took, and how much memory there was."""
    open_django()
    # Models are loaded only once Django is open.
    from paravent.access.terms import INSTALLATION, Actor, Role
    from paravent.answers.operations import give_answer, see_answers
    from paravent.kernel.ids import PersonId
    from paravent.web.lifespan import take_short_turns

    take_short_turns()
    answer, study, person = (UUID(one) for one in sys.argv[1:])
    fen = Actor(PersonId(person), frozenset({Role.RESEARCHER}))

    def look() -> float:
        return _milliseconds(lambda: see_answers(fen, study))

    look()
    before = [look() for _ in range(LOOKS_BEFORE)]
    took, meanwhile = _beside(lambda: give_answer(INSTALLATION, answer), look)
    looks = {"look_before_ms": statistics.median(before), "look_meanwhile_ms": statistics.median(meanwhile)}
    print(json.dumps({"seconds": took / 1000, "mib": peak_mib(), **looks}))


def _milliseconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - began)


def _beside(give: Callable[[], None], look: Callable[[], float]) -> tuple[float, list[float]]:
    """Return how many milliseconds something took in a thread of its own, and the looks beside it."""
    took: list[float] = []
    giving = Thread(target=lambda: took.append(_milliseconds(give)))
    giving.start()
    looks = [look()]
    while giving.is_alive():
        looks.append(look())
        giving.join(BETWEEN_LOOKS_SECONDS)
    return took[0], looks


if __name__ == "__main__":
    main()
