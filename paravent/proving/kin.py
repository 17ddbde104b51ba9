"""What a practice can know of who is close to whom: what was declared, names, and blinded tokens of telephones and doors."""

from collections import defaultdict

from paravent.proving.house import House
from paravent.proving.terms import Patient, Trade, Worker

Kinship = tuple[int, int, str]


def kinships(house: House) -> list[tuple[object, ...]]:
    """Return what the feed of a practice finds (`paravent.vigilance.feed`): homes count where both sides gave theirs."""
    named, called, living = _by(house, "surname"), _by(house, "phone"), _by(house, "home")
    found: list[tuple[object, ...]] = [(person, patient, "declared") for person, patient in house.declared]
    for who in house.staff:
        if who.trade is Trade.PROGRAM:
            continue
        same = {one.number for one in named[who.surname]}
        calls = {one.number for one in called[who.phone]} if who.gave_home else set()
        lives = {one.number for one in living[who.home] if one.has_door} if who.gave_home else set()
        found += _of(who, same, calls, lives)
    return found


def _by(house: House, what: str) -> defaultdict[int, list[Patient]]:
    groups: defaultdict[int, list[Patient]] = defaultdict(list)
    for patient in house.patients:
        groups[getattr(patient, what)].append(patient)
    return groups


def _of(who: Worker, same: set[int], calls: set[int], lives: set[int]) -> list[Kinship]:
    """Return somebody's kin, their own file apart: a surname behind the same door or telephone is a family, and nothing else."""
    family = same & (calls | lives)
    kinds = {"family": family, "surname": same - family, "phone": calls - family, "address": lives - family}
    found = [(who.number, one, kind) for kind, some in kinds.items() for one in sorted(some - {who.file})]
    return found + ([] if who.file is None else [(who.number, who.file, "self")])
