"""What may be said of teams without saying it of anybody: nothing below five, and nothing that follows by subtraction."""

from collections.abc import Iterable
from dataclasses import dataclass

from paravent.kernel.crowds import FEWEST


@dataclass(frozen=True, slots=True)
class Crowd:
    """A team's numbers: how many people, how many drills they did, how many acts were safe."""

    team: str
    people: int
    drills: int
    safe: int


def sayable(crowds: Iterable[Crowd], fewest: int = FEWEST) -> list[Crowd]:
    """Return the teams whose numbers may be shown. Where a total is known too, what is kept back has to be a crowd itself.

    All alike (every act safe, or none) says of each member what they did, and stays back as well.
    """
    ranked = sorted(crowds, key=lambda one: (one.people, one.team))
    kept_back = [one for one in ranked if one.people < fewest or one.safe in {0, one.drills}]
    shown = [one for one in ranked if one not in kept_back]
    # Complementary suppression: total less shown is what was kept back; alone, it would be a person or a few.
    while kept_back and shown and sum(one.people for one in kept_back) < fewest:
        kept_back.append(shown.pop(0))
    return sorted(shown, key=lambda one: one.team)
