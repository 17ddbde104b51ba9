"""How coarsely people leave, who stands out all the same, and what would be coarse enough. Pure, over Polars.

One row a person: who (blinded), sex, year of birth, place, whether they died. Rung 0 is as fine as the list of what may leave allows.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import Any

import polars as pl

from paravent.deid.coarsening import HIDDEN as STAR
from paravent.deid.coarsening import Step, Values, advice
from paravent.deid.risk import Risk, group_sizes, risk_of, seen_together, together
from paravent.deid.structured_places import SYSTEM, rising
from paravent.deid.structured_pooling import pooled
from paravent.releases.terms import BANDS, HIDDEN, SPARED, Column, Findings, Proposal, Why, Wish

Rungs = Mapping[Column, int]
Told = tuple[pl.DataFrame, Sequence[str]]
Table = dict[str, list[str]]
"""What people of a release are told by, column by column: who is blinded."""
Row = tuple[str, str, str, str, str]
"""Who, and by what they are found, in the order of `Column`."""
QUASI = tuple(str(column) for column in Column)
DIAGNOSIS = "diagnosis"
NOBODYS = ""


def known_by(who: str, patient: Mapping[str, Any], homes: Iterable[str] = ()) -> Row:
    """Return what a Patient that leaves can be found by; `homes` are the places of their addresses, as finely as places ever leave."""
    has_died = bool(patient.get("deceasedBoolean") or patient.get("deceasedDateTime"))
    born, sex = patient.get("birthDate", NOBODYS), patient.get("gender", NOBODYS)
    return who, sex, born, " ".join(homes), "yes" if has_died else "no"


def columns(rows: Iterable[Row]) -> pl.DataFrame:
    """Return some people as columns: a hundred bytes each, where as objects of their own they would be three thousand."""
    return pl.DataFrame(list(rows), schema=dict.fromkeys(["who", *QUASI], pl.String), orient="row")


def coarser(column: Column, value: str, rung: int, oldest: int) -> str:
    """Return a value as it is told on a rung. `oldest` is the year that all share who were born in it or before."""
    if rung >= HIDDEN[column]:
        return STAR
    if column is Column.BORN and value:
        year = int(value)
        return str(max(year - year % BANDS[rung], oldest))
    if column is Column.PLACE and rung:
        country, _, digits = value.partition("-")
        return f"{country}-{digits[:1]}" if rung == 1 and digits else country
    return value


def coarsened(patient: dict[str, Any], rungs: Rungs) -> dict[str, Any]:
    """Return a Patient as it leaves; its year of birth was made as coarse already."""
    left = dict(patient)
    if rungs[Column.SEX]:
        left.pop("gender", None)
    if rungs[Column.BORN] >= HIDDEN[Column.BORN]:
        left.pop("birthDate", None)
    if rungs[Column.DIED]:
        left.pop("deceasedBoolean", None)
        left.pop("deceasedDateTime", None)
    if rungs[Column.PLACE]:
        told = [_place(one, rungs[Column.PLACE]) for one in left.pop("address", [])]
        left |= {"address": told} if rungs[Column.PLACE] < HIDDEN[Column.PLACE] and told else {}
    return left


def _place(address: dict[str, str], rung: int) -> dict[str, str]:
    country, _, digits = coarser(Column.PLACE, "-".join(address.values()), rung, 0).partition("-")
    return {"country": country, "postalCode": digits} if digits else {"country": country}


def table_of(people: pl.DataFrame, wish: Wish, oldest: int) -> pl.DataFrame:
    """Return people as a wish tells them: a place so coarsely that enough of them share it, then each column on its rung."""
    places = people[Column.PLACE]
    shared = people.with_columns(_each(places, _shared(places, wish.fewest).__getitem__))
    return shared.with_columns(
        _each(shared[column], partial(coarser, column, rung=wish.rungs[column], oldest=oldest)) for column in Column
    ).sort("who")


def _each(values: pl.Series, told: Callable[[str], str]) -> pl.Series:
    """Return a column with each value as it is told: asked once for each value, however many people have it."""
    as_told = {value: told(value) for value in values.unique()}
    return values.replace_strict(list(as_told), list(as_told.values()), return_dtype=pl.String) if as_told else values


def _shared(places: pl.Series, fewest: int) -> dict[str, str]:
    """Return as which place it leaves where somebody lives: itself, or with its neighbours where too few share it; of several places the first that leaves."""
    # More than enough who live alike count as enough: the work grows with the places, and not with the people.
    alike = [(told, told.split(), min(many, fewest)) for told, many in places.value_counts().iter_rows()]
    pool = pooled((map(rising, homes) for _, homes, many in alike for _ in range(many)), fewest)
    return {
        told: next((pool[SYSTEM, home][1] for home in homes if (SYSTEM, home) in pool), NOBODYS)
        for told, homes, _ in alike
    }


@dataclass(frozen=True, slots=True)
class Measured:
    """Who would be in the release, what they are told by, and what that risks."""

    table: pl.DataFrame
    risk: Risk
    beside: pl.DataFrame
    known: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a wish is measured on: the people, what left before, how many the practice has, and what they have."""

    people: pl.DataFrame
    """Everybody, as finely as the list of what may leave allows; the places of their addresses before it is known how many share them."""
    oldest: int
    earlier: Sequence[Told] = ()
    population: int = 0
    diagnoses: pl.DataFrame | None = None


def measured(ground: Ground, wish: Wish) -> Measured:
    """Return what a wish risks; where it leaves out whoever stands out, after they were left out, one in ten at most."""
    staying, spared = ground.people, int(ground.people.height * SPARED)
    while True:
        found = _measured(ground, wish, staying)
        out = _standing_out(found, wish.fewest)
        spared -= out.height
        if out.is_empty() or not wish.leaves_out or spared < 0:
            return found
        # Who is left out takes a place or a code below the fewest with them: so it is looked again.
        staying = staying.join(out, on="who", how="anti")


def _measured(ground: Ground, wish: Wish, staying: pl.DataFrame) -> Measured:
    table = table_of(staying, wish, ground.oldest)
    sensitive = [DIAGNOSIS] if ground.diagnoses is not None else []
    if ground.diagnoses is not None:
        table = table.join(ground.diagnoses, on="who", how="left").with_columns(pl.col(DIAGNOSIS).fill_null(NOBODYS))
    beside, known = together(table, QUASI, ground.earlier), seen_together(QUASI, ground.earlier)
    risk = risk_of(beside, known, sensitive, fewest=wish.fewest, population=ground.population)
    return Measured(table, risk, beside, known)


def _standing_out(found: Measured, fewest: int) -> pl.DataFrame:
    return found.beside.filter(pl.len().over(list(found.known)) < fewest).select("who")


def findings(ground: Ground, wish: Wish, *, has_tagger: bool) -> Findings:
    """Return what a wish risks, whether that is too much, and what would not be."""
    found = measured(ground, wish)
    risk, why = found.risk, tuple(_why(found, wish, has_tagger=has_tagger))
    steps = _steps(found, wish, ground.oldest) if Why.STAND_OUT in why else ()
    return Findings(
        people=risk.people,
        left_out=ground.people.height - risk.people,
        k=risk.k or 0,
        below=risk.below,
        prosecutor_max=risk.prosecutor_max,
        prosecutor_average=risk.prosecutor_average,
        unique=risk.unique,
        unique_in_population=risk.unique_in_population,
        distinct=risk.l.get(DIAGNOSIS, 0),
        distance=risk.t.get(DIAGNOSIS, 0.0),
        earlier=len(ground.earlier),
        why=why,
        steps=tuple((Column(one.column), wish.rungs[Column(one.column)] + one.rung, one.below) for one in steps),
        proposals=() if not why else tuple(_proposals(ground, wish, found)),
    )


def _why(found: Measured, wish: Wish, *, has_tagger: bool) -> Iterator[Why]:
    if found.risk.people < wish.fewest:
        yield Why.TOO_FEW
    elif (found.risk.k or 0) < wish.fewest:
        yield Why.STAND_OUT
    if DIAGNOSIS in found.risk.l:
        if found.risk.l[DIAGNOSIS] < wish.diagnoses:
            yield Why.SAME_DIAGNOSIS
        if found.risk.t[DIAGNOSIS] > wish.farthest:
            yield Why.FAR_FROM_ALL
    if wish.texts and not has_tagger:
        yield Why.NO_TAGGER


def _steps(found: Measured, wish: Wish, oldest: int) -> tuple[Step, ...]:
    return advice(
        found.beside, QUASI, _ladders(found.table, wish.rungs, oldest), wish.fewest, found.known[len(QUASI) :]
    ).next


def _ladders(table: pl.DataFrame, rungs: Rungs, oldest: int) -> dict[str, list[Values]]:
    """Return as what each value is told on the rungs above the wish's, but the last, which hides the column."""
    return {
        str(column): [
            {value: coarser(column, value, rung, oldest) for value in set(below)}
            for rung, below in _rising(column, table[str(column)].to_list(), rungs[column], oldest)
        ]
        for column in Column
    }


def _rising(column: Column, values: Iterable[str], rung: int, oldest: int) -> Iterator[tuple[int, list[str]]]:
    now = list(values)
    for higher in range(rung + 1, HIDDEN[column]):
        yield higher, now
        now = [coarser(column, value, higher, oldest) for value in now]


def _proposals(ground: Ground, wish: Wish, found: Measured) -> Iterator[Proposal]:
    """Yield the least coarse wish that leaves few out, and the one that leaves nobody out; each was measured."""
    if Why.TOO_FEW in _why(found, wish, has_tagger=True):
        return
    ladders = _ladders(found.table, wish.rungs, ground.oldest)
    way = advice(found.beside, QUASI, ladders, wish.fewest, found.known[len(QUASI) :]).way
    climbed = list(accumulate(way, _taken, initial=dict(wish.rungs)))
    if wish.threshold.asks_of_diagnoses:
        climbed += _coarser_still(climbed[-1])
    found_coarse = [
        next((one for rungs in climbed if (one := _offer(ground, wish, rungs, leaves_out=leaves_out))), None)
        for leaves_out in (True, False)
    ]
    few, nobody = found_coarse
    if few and few.left_out:
        yield few
    if nobody:
        yield nobody


def _coarser_still(rungs: Rungs) -> Iterator[dict[Column, int]]:
    """Yield what is coarser, rung by rung, until nothing is told: larger groups have more diagnoses."""
    now = dict(rungs)
    for column in (Column.BORN, Column.PLACE, Column.SEX, Column.DIED):
        while now[column] < HIDDEN[column]:
            now = {**now, column: now[column] + 1}
            yield now


def _taken(rungs: dict[Column, int], step: Step) -> dict[Column, int]:
    return {**rungs, Column(step.column): rungs[Column(step.column)] + 1}


def _offer(ground: Ground, wish: Wish, rungs: Rungs, *, leaves_out: bool) -> Proposal | None:
    then = measured(ground, replace(wish, rungs=rungs, texts=False, leaves_out=leaves_out))
    if [*_why(then, wish, has_tagger=True)]:
        return None
    return Proposal(rungs, leaves_out=leaves_out, left_out=ground.people.height - then.risk.people, texts=False)


def kept(found: Measured) -> Table:
    """Return a table as it is kept beside a release."""
    held: Table = found.table.select("who", *QUASI).to_dict(as_series=False)
    return held


def packed(table: Table) -> dict[str, Any]:
    """Return a table as it lies sealed: each way in which people are told once, and of each of them its number."""
    ways: dict[tuple[str, ...], int] = {}
    of = [ways.setdefault(way, len(ways)) for way in zip(*(table[name] for name in QUASI), strict=True)]
    return {"who": table["who"], "ways": list(ways), "of": of}


def unpacked(told: Mapping[str, Any]) -> Table:
    """Return a table from how it lies sealed; one that was made before ways had numbers lies there as it is."""
    if "ways" not in told:
        return dict(told)
    return {"who": told["who"]} | {name: [told["ways"][way][at] for way in told["of"]] for at, name in enumerate(QUASI)}


def without(table: Table, gone: Collection[str]) -> Table:
    """Return a table of those alone who stayed to the end."""
    rows = [at for at, who in enumerate(table["who"]) if who not in gone]
    return {column: [values[at] for at in rows] for column, values in table.items()} if gone else table


def as_told(table: Table) -> Told:
    """Return a table as what somebody holds who has the release."""
    return pl.DataFrame(table, schema=dict.fromkeys(["who", *QUASI], pl.String)), QUASI


def fewest_alike(table: Table, earlier: Sequence[Told]) -> int:
    """Return k of a table, beside what left before."""
    frame, _ = as_told(table)
    return min(group_sizes(together(frame, QUASI, earlier), seen_together(QUASI, earlier)), default=0)


def leading(lots: Iterable[Mapping[str, Iterable[str]]]) -> pl.DataFrame:
    """Return of each person with any the diagnosis that most people of the release have as well: counted as they come, chosen once all are counted."""
    numbers: dict[str, int] = {}
    common: Counter[int] = Counter()
    listed = [_counted(lot, numbers, common) for lot in lots]
    by_frequency = sorted(numbers, key=lambda code: (common[numbers[code]], code))
    ranks = {numbers[code]: at for at, code in enumerate(by_frequency)}
    chosen = ((who, by_frequency[max(map(ranks.__getitem__, codes))]) for lot in listed for who, codes in lot)
    return pl.DataFrame(chosen, schema={"who": pl.String, DIAGNOSIS: pl.String}, orient="row")


def _counted(
    lot: Mapping[str, Iterable[str]], numbers: dict[str, int], common: Counter[int]
) -> list[tuple[str, "array[int]"]]:
    """Return what some people have, as numbers of codes: four bytes each while they are held."""
    had = [(who, {numbers.setdefault(code, len(numbers)) for code in codes}) for who, codes in lot.items()]
    common.update(number for _, codes in had for number in codes)
    return [(who, array("I", codes)) for who, codes in had if codes]
