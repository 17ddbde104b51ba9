"""One hospital from a seed: the same seed, the same hospital, to the last line. Seeds below 100 are for tuning, others for measuring."""

from collections.abc import Callable, Sequence
from operator import attrgetter

import polars as pl

from paravent.judgement.frames import SCHEMAS, Frames
from paravent.proving.clinic import Life, clinic_day
from paravent.proving.disorder import disorderly_day
from paravent.proving.house import House, make_house
from paravent.proving.insiders import inject, rate
from paravent.proving.journal import Journal
from paravent.proving.kin import kinships
from paravent.proving.office import mishaps, office_day
from paravent.proving.rota import make_rota
from paravent.proving.terms import BEGINNING, DAY, TRUTH, Chance, Simulation, Trade
from paravent.proving.ward import enrol, ward_day

INSTANTS = {"at", "starts_at", "ends_at", "given_at", "leaves_at", "opened_at", "closes_at", "made_at", "joined_at"} | {
    *("ended_at", "cancelled_at")
}

VISIT = attrgetter("number", *SCHEMAS["visits"].names()[1:])


def _nobody(_day: int) -> None:
    """Hear which day has passed, and tell nobody."""


def simulate(
    staff: int, days: int, seed: int, incidents: int | None = None, told: Callable[[int], None] = _nobody
) -> Simulation:
    """Return a practice or a hospital that lived for some days, with insiders in it: as many as usual, or as many as asked for.

    `told` hears how many days have passed.
    """
    house = make_house(Chance(f"{seed}/{staff}/{days}"), staff, days)
    journal = Journal(ends=BEGINNING + days * DAY)
    life = Life(house, make_rota(house, journal), journal)
    wards = enrol(life)
    for day in range(days):
        ward_day(life, wards, day)
        for shift in life.rota.on(day, Trade.DOCTOR, Trade.LOCUM):
            if shift.team is not None and house.chance.happens(0.65 if house.is_hospital else 0.9):
                clinic_day(life, day, shift)
        office_day(life, day)
        mishaps(life, wards, day)
        disorderly_day(life, wards, day)
        told(day + 1)
    inject(life, wards, rate(staff, days) if incidents is None else incidents)
    return _written(house, journal)


def _written(house: House, journal: Journal) -> Simulation:
    # Sorted by time alone: lines of one second stay in the order in which they were written.
    journal.lines.sort(key=lambda line: line[0])
    lines = pl.DataFrame(
        journal.lines,
        schema={"order": pl.Int64}
        | {name: pl.Int64 if name == "at" else kind for name, kind in SCHEMAS["accesses"].items() if name != "entry"}
        | {"incident": pl.Int32},
        orient="row",
    ).with_row_index("entry")
    accesses = _typed("accesses", lines)
    scenarios = pl.Series(map(str, journal.incidents), dtype=pl.String)
    marked = lines.filter(pl.col("incident").is_not_null())
    truth = marked.with_columns(scenario=scenarios.gather(marked["incident"])).select(TRUTH.names()).cast(TRUTH)
    tables = _tables(house, journal)
    frames = Frames(accesses=accesses, **{name: _rows(name, rows) for name, rows in tables.items()})
    return Simulation(house.staff, house.patients, house.teams, frames, truth)


def _rows(name: str, rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    plain = {column: pl.Int64 if column in INSTANTS else kind for column, kind in SCHEMAS[name].items()}
    # Sorted: whether rows come from here or out of a database, they come in one order.
    return _typed(name, pl.DataFrame(rows, schema=plain, orient="row").unique().sort(list(plain), nulls_last=True))


def _typed(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    instants = [
        pl.from_epoch(column, time_unit="s").dt.replace_time_zone("UTC")
        for column in SCHEMAS[name]
        if column in INSTANTS
    ]
    return frame.with_columns(instants).select(SCHEMAS[name].names()).cast(SCHEMAS[name])


def _tables(house: House, journal: Journal) -> dict[str, Sequence[tuple[object, ...]]]:
    return {
        "roles": journal.roles,
        "memberships": journal.memberships,
        "duties": journal.duties,
        "notices": journal.notices,
        "visits": list(map(VISIT, journal.visits)),
        "relations": journal.relations,
        "glasses": journal.glasses,
        "kinships": kinships(house),
        "notables": house.notable,
    }
