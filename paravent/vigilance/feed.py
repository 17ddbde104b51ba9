"""From the database to the frames that a judgement is made of: in bulk, under row security, without unsealing a name.

People, patients, teams and visits become numbers in the order of their ids; whoever reads a judgement turns them back by the
same order (`Numbers`). Kinship is found by blinded tokens: the names of staff are known, those of patients are not asked for.
"""

from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from uuid import UUID

import polars as pl

from paravent.access.operation import Operation, operation
from paravent.access.rows import copied
from paravent.access.terms import Actor, Purpose, Role, allow, refuse
from paravent.judgement.frames import SCHEMAS, Frames
from paravent.kernel.blind import LONGEST_PREFIX, split_words, token
from paravent.keys.custody import blind_key
from paravent.vigilance import sources
from paravent.vigilance.terms import Act

AT_ONCE = 5_000
"""Lines of the log that are asked for at a time: so few are found by their indexes, whatever the log has grown to; PostgreSQL ends what takes longer than a minute."""

TOGETHER = 50
"""So many of these answers get their numbers together: each time all ids of the house are looked through."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whose number is whose: ids in order, by kind."""

    ids: dict[str, pl.Series]

    def of(self, kind: str, one: UUID) -> int | None:
        """Return the number of an id, or none where it has none."""
        found = self.ids[kind].search_sorted(str(one))
        return int(found) if found < len(self.ids[kind]) and self.ids[kind][int(found)] == str(one) else None

    def id_of(self, kind: str, number: int) -> UUID:
        """Return the id behind a number."""
        return UUID(self.ids[kind][number])

    def put(self, frame: pl.DataFrame, kinds: dict[str, str]) -> pl.DataFrame:
        """Return a frame with numbers in place of ids; an id that is none of these becomes null."""
        for column, kind in kinds.items():
            known = pl.DataFrame({column: self.ids[kind]}).with_row_index("number")
            numbered = frame.select(column).join(known, on=column, how="left", maintain_order="left")["number"]
            frame = frame.with_columns(numbered.cast(pl.Int32).alias(column))
        return frame


def gather_frames(actor: Actor) -> tuple[Frames, Numbers]:
    """Return everything that a judgement may use. It is the installation that judges: it sees what it must, and names nobody."""
    with operation(Act.JUDGE, actor, Purpose.OPERATIONS) as op:
        op.require(allow("judges") if actor.is_a(Role.SYSTEM) else refuse("not-your-work"))
        frames, numbers = read_frames(op)
        op.note(entries=frames.accesses.height)
    return frames, numbers


def read_frames(op: Operation) -> tuple[Frames, Numbers]:
    """Return the frames, and whose numbers stand in them, for somebody's operation."""
    numbers = Numbers({kind: ids(op, query) for kind, query in sources.IDS.items()})
    frames = {name: read(op, numbers, name, query) for name, query in sources.TABLES.items()}
    frames["accesses"] = _accesses(op, numbers)
    met = [frames["kinships"], namesakes(op, numbers, names_of_staff(op, sources.NAMES))]
    frames["kinships"] = families(pl.concat(met))
    return in_order(frames), numbers


def in_order(frames: dict[str, pl.DataFrame]) -> Frames:
    """Return frames whose rows stand in an order that no database decides; the log keeps its own."""
    ordered = {
        name: frame if name == "accesses" else frame.unique().sort(frame.columns, nulls_last=True)
        for name, frame in frames.items()
    }
    return Frames(**ordered)


def ids(op: Operation, query: str, given: tuple[object, ...] = ()) -> pl.Series:
    """Return the ids that a query finds, in the order by which they have numbers."""
    content = copied(op, query, given)
    if not content:
        return pl.Series("id", [], dtype=pl.String)
    return pl.read_csv(BytesIO(content), has_header=False, new_columns=["id"], schema={"id": pl.String})["id"].sort()


def read(op: Operation, numbers: Numbers, name: str, query: str, given: tuple[object, ...] = ()) -> pl.DataFrame:
    """Return the rows of one frame. Instants come as microseconds: nothing is parsed twice, nothing rounded."""
    return _framed(copied(op, query, given), numbers, name)


def _framed(content: bytes, numbers: Numbers, name: str) -> pl.DataFrame:
    schema = SCHEMAS[name]
    kinds = {column: sources.KINDS[column] for column in schema if column in sources.KINDS}
    plain = {column: _plain(column, kind) for column, kind in schema.items()}
    if not content:
        return pl.DataFrame(schema=schema)
    rows = pl.read_csv(BytesIO(content), has_header=False, schema=plain)
    instants = [
        pl.from_epoch(column, time_unit="us").dt.replace_time_zone("UTC")
        for column, kind in schema.items()
        if _is_instant(kind)
    ]
    truths = [(pl.col(column) == "t").alias(column) for column, kind in schema.items() if kind == pl.Boolean]
    return numbers.put(rows, kinds).with_columns(*instants, *truths).cast(schema)


def _is_instant(kind: pl.DataType) -> bool:
    return isinstance(kind, pl.Datetime)


def _plain(column: str, kind: pl.DataType) -> pl.DataType:
    if column in sources.KINDS or kind == pl.Boolean:
        return pl.String()
    return pl.Int64() if _is_instant(kind) else kind


def _accesses(op: Operation, numbers: Numbers) -> pl.DataFrame:
    """Return the lines of the log by staff and programs, piece by piece."""
    pieces = [pl.DataFrame(schema=SCHEMAS["accesses"])]
    last = int(copied(op, sources.LAST_LINE) or b"-1")
    begins = iter(range(0, last + 1, AT_ONCE))
    while some := list(islice(begins, TOGETHER)):
        content = b"".join(copied(op, sources.LINES, (first, first + AT_ONCE)) for first in some)
        pieces.append(_framed(content, numbers, "accesses").filter(pl.col("actor").is_not_null()))
    return pl.concat(pieces, rechunk=True)


def namesakes(
    op: Operation, numbers: Numbers, names: list[tuple[UUID, str]], among: list[str] | None = None
) -> pl.DataFrame:
    """Return which patients, of all or among some, bear the surname of somebody of the staff, and which are they themselves.

    A token stands for the beginning of a word too: who is called Berg shares one with a patient Bergmann. A surname alone
    is never held against anybody, so that finding more is no harm.
    """
    called = [(person, words) for person, name in names if (words := _tokens(name))]
    people = [str(person) for person, _ in called]
    surnames = [words[-1] for _, words in called]
    # An array of arrays must be rectangular; these are not, so each travels in its text form.
    whole = ["{" + ",".join(f'"\\\\x{word.hex()}"' for word in words) + "}" for _, words in called]
    given = (people, surnames, whole)
    if among is None:
        return read(op, numbers, "kinships", sources.NAMESAKES, given)
    return read(op, numbers, "kinships", sources.NAMESAKES_OF, (*given, among))


def families(met: pl.DataFrame) -> pl.DataFrame:
    """Return what connects each with each: one's own file is nothing else, and a surname behind the same door is a family."""
    kinds = pl.col("kind").over("person", "patient", mapping_strategy="join")
    is_self = kinds.list.contains("self")
    is_family = kinds.list.contains("surname") & (kinds.list.contains("address") | kinds.list.contains("phone"))
    shared = pl.col("kind").is_in(["surname", "address", "phone"])
    kept = met.filter(pl.col("kind").eq("self") | ~is_self | pl.col("kind").eq("declared"))
    named = is_family & shared
    return kept.with_columns(kind=pl.when(named).then(pl.lit("family")).otherwise(pl.col("kind"))).unique()


def _tokens(name: str) -> list[bytes]:
    return [token(blind_key(), "name", word[:LONGEST_PREFIX]) for word in split_words(name) if len(word) > 1]


def names_of_staff(op: Operation, query: str, given: tuple[object, ...] = ()) -> list[tuple[UUID, str]]:
    """Return how staff are called, which is no secret here: patients' names are not asked for."""
    content = copied(op, query, given)
    if not content:
        return []
    rows = pl.read_csv(BytesIO(content), has_header=False, schema={"id": pl.String, "name": pl.String})
    return [(UUID(person), name or "") for person, name in rows.iter_rows()]
