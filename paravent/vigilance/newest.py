"""What the newest lines of the log need to be judged: read by its indexes, however long the log has grown.

The same frames as `paravent.vigilance.feed` fills, of a few people's running week: their lines, what happened to those files
in these weeks, and who had to do with them (`paravent.judgement.slices.slice_of` says why that is enough).
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from uuid import UUID

import polars as pl

from paravent.access.operation import Operation
from paravent.access.rows import copied
from paravent.judgement.budget import WEEK, monday_of
from paravent.judgement.frames import SCHEMAS, Frames
from paravent.judgement.scoring import Judged, judge_files
from paravent.judgement.slices import OF_PATIENTS, OF_PEOPLE
from paravent.kernel import clock
from paravent.vigilance import queries, sources
from paravent.vigilance.feed import Numbers, families, ids, in_order, names_of_staff, namesakes, read
from paravent.vigilance.mined import adopted_paths, version_with
from paravent.vigilance.terms import CROWD

BEFORE = timedelta(days=60)
"""For how long before its week a file's lines are read: a note, a filed result or a call that explains an access is no older."""

Ids = list[str]


@dataclass(frozen=True, slots=True)
class Newest:
    """Whose lines are judged, from which Monday on, and by what."""

    people: tuple[UUID, ...]
    monday: datetime
    frames: Frames
    numbers: Numbers


def judged_newest(op: Operation, places: range) -> tuple[Newest, Judged] | None:
    """Return what judges the lines at these places, and the judgement; with a line that makes a crowd full, also of those who came before."""
    newest = read_newest(op, places)
    if newest is None:
        return None
    adopted = adopted_paths(op)
    judged = judge_files(newest.frames, adopted)
    if missing := _came_before(newest, judged, places):
        newest = _with(op, newest, missing)
        judged = judge_files(newest.frames, adopted)
    return newest, replace(judged, version=version_with(adopted))


def _came_before(newest: Newest, judged: Judged, places: range) -> set[tuple[UUID, date]]:
    """Return whose weeks, of a crowd that one of these lines is of, are no case and stand in nobody's place; last week's too."""
    is_new = pl.col("entry").is_between(places.start, places.stop, closed="left")
    is_crowded = pl.col("reasons").list.eval(pl.element().struct.field("name") == CROWD).list.any()
    new = judged.accesses.filter(is_new, is_crowded)
    files = newest.frames.accesses.join(new, on="entry", how="semi")["patient"].implode()
    since = newest.monday.date() - WEEK
    crowded = judged.weeks.filter(pl.col("week") >= since).explode("crowds").filter(pl.col("crowds").is_in(files))
    weeks = {(newest.numbers.id_of("person", one), week) for one, week in crowded.select("person", "week").iter_rows()}
    judged_now = {(one, week) for one, week in weeks if one in newest.people and week >= newest.monday.date()}
    return weeks - judged_now - {(case.person_id, case.week) for case in queries.cases_since(since)}


def _with(op: Operation, newest: Newest, missing: set[tuple[UUID, date]]) -> Newest:
    """Return the same and all that those did in their weeks: whether somebody did more than come to one file is told by the whole week."""
    people = {*newest.people, *(person for person, _ in missing)}
    first = min(newest.monday.date(), *(week for _, week in missing))
    return _read(op, newest.numbers.ids["person"], sorted(map(str, people)), datetime.combine(first, time.min, UTC))


def read_newest(op: Operation, places: range) -> Newest | None:
    """Return what judges the lines at these places, or none where nobody of the staff touched a file in them."""
    staff = ids(op, sources.IDS["person"])
    authors = _authors(op, places).filter(pl.col("actor").is_in(staff.implode()))
    if authors.is_empty():
        return None
    return _read(op, staff, authors["actor"].to_list(), _monday(authors["since"].min()))


def _read(op: Operation, staff: pl.Series, people: Ids, monday: datetime) -> Newest:
    """Return what judges what these people, of all who work here, did since a Monday."""
    files = ids(op, sources.FILES_OF, (people, monday)).to_list()
    of_files = {"patient": ids(op, sources.PATIENTS_OF, (files,)), "visit": ids(op, sources.VISITS_OF, (files,))}
    numbers = Numbers({"person": staff, "team": ids(op, sources.IDS["team"])} | of_files)
    frames = _of_files(op, numbers, people, files, monday)
    frames |= _of_people(op, numbers, _concerned(frames, numbers))
    return Newest(tuple(map(UUID, people)), monday, in_order(frames), numbers)


def _authors(op: Operation, places: range) -> pl.DataFrame:
    schema = {"actor": pl.String, "since": pl.Int64}
    content = copied(op, sources.AUTHORS, (places.start, places.stop))
    return pl.read_csv(BytesIO(content), has_header=False, schema=schema) if content else pl.DataFrame(schema=schema)


def _monday(since: object) -> datetime:
    """Return the beginning of an instant's week, given in microseconds; no further back than last week, whatever a clock said."""
    now = clock.now()
    at = datetime.fromtimestamp(int(str(since)) / 1_000_000, UTC) if since else now
    day = max(at, now - timedelta(weeks=1)).date()
    return datetime.combine(monday_of(day), time.min, UTC)


def _of_files(op: Operation, numbers: Numbers, people: Ids, files: Ids, monday: datetime) -> dict[str, pl.DataFrame]:
    """Return the lines, and what is known of the files that they touch."""
    tables = {name: sources.those(sources.TABLES[name], SCHEMAS[name], "patient") for name in OF_PATIENTS}
    frames = {name: read(op, numbers, name, query, (files,)) for name, query in tables.items()}
    lines = read(op, numbers, "accesses", sources.LINES_OF, (people, monday, files, monday - BEFORE))
    frames["accesses"] = lines.filter(pl.col("actor").is_not_null())
    same = namesakes(op, numbers, names_of_staff(op, sources.NAMES_OF, (people,)), files)
    frames["kinships"] = families(pl.concat([frames["kinships"], same])).filter(pl.col("patient").is_not_null())
    return frames


def _concerned(frames: dict[str, pl.DataFrame], numbers: Numbers) -> Ids:
    """Return who had to do with the files: whoever opened them, had a visit, or broke the glass."""
    met = [frames["accesses"]["actor"], frames["visits"]["clinician"], frames["glasses"]["person"]]
    return numbers.ids["person"].gather(pl.concat(met).drop_nulls().unique()).to_list()


def _of_people(op: Operation, numbers: Numbers, people: Ids) -> dict[str, pl.DataFrame]:
    tables = {name: sources.those(sources.TABLES[name], SCHEMAS[name], "person") for name in (*OF_PEOPLE, "duties")}
    frames = {name: read(op, numbers, name, query, (people,)) for name, query in tables.items()}
    # That there is a roster, and an emergency duty on it, is told by any of its rows.
    told = [read(op, numbers, "duties", query) for query in (sources.ANY_DUTY, sources.EMERGENCY_DUTIES)]
    return frames | {"duties": pl.concat([frames["duties"], *told])}
