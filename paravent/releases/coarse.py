"""How coarsely people leave, who stands out all the same, and what would be coarse enough. Pure, over Polars.

One row a person: who (blinded), sex, year of birth, place, whether they died. Rung 0 is as fine as the list of what may leave allows.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import polars as pl

from paravent.deid.coarsening import HIDDEN as STAR
from paravent.deid.coarsening import Step, Values, advice
from paravent.deid.risk import Risk, group_sizes, risk_of, seen_together, together
from paravent.releases.terms import BANDS, HIDDEN, SPARED, Column, Findings, Proposal, Why, Wish

Person = Mapping[Column, str]
Rungs = Mapping[Column, int]
Told = tuple[pl.DataFrame, Sequence[str]]
Table = dict[str, list[str]]
"""What people of a release are told by, column by column, as it is kept: who is blinded."""
QUASI = tuple(str(column) for column in Column)
DIAGNOSIS = "diagnosis"
NOBODYS = ""
Fine = Callable[[Collection[str]], Mapping[str, Person]]
"""What people are known by as finely as they may leave, given who is in the release: a place depends on how many share it."""


def known_by(patient: Mapping[str, Any]) -> dict[Column, str]:
    """Return what a Patient that leaves can be found by."""
    (place, *_) = patient.get("address") or [{}]
    where = "-".join(filter(None, (place.get("country"), place.get("postalCode"))))
    has_died = bool(patient.get("deceasedBoolean") or patient.get("deceasedDateTime"))
    return {
        Column.SEX: patient.get("gender", NOBODYS),
        Column.BORN: patient.get("birthDate", NOBODYS),
        Column.PLACE: where,
        Column.DIED: "yes" if has_died else "no",
    }


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


def table_of(people: Mapping[str, Person], rungs: Rungs, oldest: int) -> pl.DataFrame:
    """Return people as a table, each column on its rung."""
    rows = [
        (who, *(coarser(column, person[column], rungs[column], oldest) for column in Column))
        for who, person in sorted(people.items())
    ]
    return pl.DataFrame(rows, schema=["who", *QUASI], orient="row", schema_overrides=dict.fromkeys(QUASI, pl.String))


@dataclass(frozen=True, slots=True)
class Measured:
    """Who would be in the release, what they are told by, and what that risks."""

    staying: frozenset[str]
    table: pl.DataFrame
    risk: Risk
    beside: pl.DataFrame
    known: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a wish is measured on: the people, what left before, how many the practice has, and what they have."""

    everybody: frozenset[str]
    fine: Fine
    oldest: int
    earlier: Sequence[Told] = ()
    population: int = 0
    diagnoses: Mapping[str, str] | None = None


def measured(ground: Ground, wish: Wish) -> Measured:
    """Return what a wish risks; where it leaves out whoever stands out, after they were left out, one in ten at most."""
    staying, spared = ground.everybody, int(len(ground.everybody) * SPARED)
    while True:
        found = _measured(ground, wish, staying)
        out = _standing_out(found, wish.fewest)
        spared -= len(out)
        if not out or not wish.leaves_out or spared < 0:
            return found
        # Who is left out takes a place or a code below the fewest with them: so it is looked again.
        staying -= out


def _measured(ground: Ground, wish: Wish, staying: frozenset[str]) -> Measured:
    table = table_of(ground.fine(staying), wish.rungs, ground.oldest)
    sensitive = [DIAGNOSIS] if ground.diagnoses is not None else []
    if ground.diagnoses is not None:
        told = [ground.diagnoses.get(who, NOBODYS) for who in table["who"]]
        table = table.with_columns(pl.Series(DIAGNOSIS, told, dtype=pl.String))
    beside, known = together(table, QUASI, ground.earlier), seen_together(QUASI, ground.earlier)
    risk = risk_of(beside, known, sensitive, fewest=wish.fewest, population=ground.population)
    return Measured(staying, table, risk, beside, known)


def _standing_out(found: Measured, fewest: int) -> frozenset[str]:
    if found.beside.is_empty():
        return frozenset()
    sizes = found.beside.with_columns(pl.len().over(list(found.known)).alias("alike"))
    return frozenset(sizes.filter(pl.col("alike") < fewest)["who"].to_list())


def findings(ground: Ground, wish: Wish, *, has_tagger: bool) -> Findings:
    """Return what a wish risks, whether that is too much, and what would not be."""
    found = measured(ground, wish)
    risk, why = found.risk, tuple(_why(found, wish, has_tagger=has_tagger))
    steps = _steps(found, wish, ground.oldest) if Why.STAND_OUT in why else ()
    return Findings(
        people=risk.people,
        left_out=len(ground.everybody) - risk.people,
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
    return Proposal(rungs, leaves_out=leaves_out, left_out=len(ground.everybody) - then.risk.people, texts=False)


def kept(found: Measured) -> Table:
    """Return a table as it is kept beside a release."""
    held: Table = found.table.select("who", *QUASI).to_dict(as_series=False)
    return held


def without(table: Table, staying: Collection[str]) -> Table:
    """Return a table of those alone who stayed to the end."""
    rows = [at for at, who in enumerate(table["who"]) if who in staying]
    return {column: [values[at] for at in rows] for column, values in table.items()}


def as_told(table: Table) -> Told:
    """Return a table as what somebody holds who has the release."""
    return pl.DataFrame(table, schema=dict.fromkeys(["who", *QUASI], pl.String)), QUASI


def fewest_alike(table: Table, earlier: Sequence[Told]) -> int:
    """Return k of a table, beside what left before."""
    frame, _ = as_told(table)
    return min(group_sizes(together(frame, QUASI, earlier), seen_together(QUASI, earlier)), default=0)


def leading(codes: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return of each person the diagnosis that most people of the release have as well."""
    listed = {who: {*found} for who, found in codes.items()}
    common = Counter(code for found in listed.values() for code in found)
    return {
        who: max(found, key=lambda code: (common[code], code)) if found else NOBODYS for who, found in listed.items()
    }
