"""What was just written into the log is judged at once, and as the run over everybody judges it."""

import re
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from typing import Any

import polars as pl
import pytest
from django.db import DatabaseError, connection, connections

from paravent.access.operation import Operation, operation, unseen
from paravent.access.rows import copied
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.judgement.frames import Frames
from paravent.judgement.scoring import Judged, judge, judge_files
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.ledger.queries import signed_size
from paravent.ledger.sequencer import sequence_all
from paravent.people.tests.cast import a_patient, at, newest_lines, somebody
from paravent.proving.simulation import simulate
from paravent.proving.terms import Simulation
from paravent.records import operations as records
from paravent.vigilance import feed, newest, steps
from paravent.vigilance.feed import Numbers, gather_frames
from paravent.vigilance.models import Case
from paravent.vigilance.newest import Newest
from paravent.vigilance.operations import decide_case, judge_log, judge_newest, list_cases, set_budget
from paravent.vigilance.steps import FILING
from paravent.vigilance.terms import Act, Verdict
from paravent.vigilance.tests.cast import REMARK, this_monday
from paravent.visits import operations as visits
from paravent.visits.tests.cast import an_appointment_of
from paravent.web import lifespan
from paravent.web.signing import signer

SEED = 7
WORK, TREAT = Purpose.OPERATIONS, Purpose.TREATMENT


@pytest.fixture(scope="module")
def made() -> Simulation:
    return simulate(staff=60, days=21, seed=SEED)


def in_ids(judged: Judged, numbers: Numbers, entries: pl.Series) -> dict[int, Any]:
    """Return what was said of some lines, with ids in place of numbers: these differ between a slice and the whole."""
    rows = judged.accesses.filter(pl.col("entry").is_in(entries.implode())).iter_rows(named=True)
    return {
        row["entry"]: (
            row["explanation"],
            steps.weighed({"name": "", "weight": row["score"], "evidence": row["evidence"]}, numbers),
            [steps.weighed(reason, numbers) for reason in row["reasons"]],
        )
        for row in rows
    }


@pytest.mark.parametrize(("back", "reasons"), [(1, 0), (4000, 3)])
def test_a_slice_says_of_its_lines_what_the_run_says(back: int, reasons: int, made: Simulation, filled: str) -> None:
    with at(made.frames.accesses["at"].max()):
        frames, numbers = gather_frames(INSTALLATION)
        last = int(frames.accesses["entry"].max()) + 1  # type: ignore[arg-type]  # a number
        with unseen(Act.FILE, INSTALLATION, WORK) as op:
            found = newest.read_newest(op, range(last - back, last))
    assert found is not None
    people = [numbers.of("person", person) for person in found.people]
    theirs = frames.accesses.filter(pl.col("actor").is_in(people), pl.col("at") >= found.monday)["entry"]
    whole, part = judge(frames), judge_files(found.frames)
    said = in_ids(whole, numbers, theirs)

    assert_read(frames, numbers, found, by=pl.col("actor").is_in(people))
    assert theirs.len() > 0
    assert len({reason["name"] for _, _, of_line in said.values() for reason in of_line}) >= reasons
    assert in_ids(part, found.numbers, theirs) == said
    scores = {(numbers.id_of("person", row["person"]), row["week"]): row["score"] for row in whole.weeks.to_dicts()}
    for row in part.weeks.filter(pl.col("week") >= found.monday.date()).to_dicts():
        person = found.numbers.id_of("person", row["person"])
        if person in found.people:
            assert row["score"] <= scores[person, row["week"]]


def assert_read(frames: Frames, numbers: Numbers, found: Newest, *, by: pl.Expr) -> None:
    """Hold against the whole log which lines were read: what these people did, what happened to their files before, and the last."""
    lines = frames.accesses
    theirs = by & (pl.col("at") >= found.monday)
    files = lines.filter(theirs)["patient"].drop_nulls().unique().implode()
    touched = pl.col("patient").is_in(files) & (pl.col("at") >= found.monday - newest.BEFORE)
    wanted = lines.filter(theirs | touched | (pl.col("entry") == pl.col("entry").max()))
    assert found.frames.accesses["entry"].to_list() == wanted["entry"].to_list()
    told = found.frames.accesses["actor"].to_list()
    assert [found.numbers.id_of("person", one) for one in told] == [
        numbers.id_of("person", one) for one in wanted["actor"]
    ]


def phantom(cem: Actor, hans: PatientId) -> None:
    """Book a visit that nobody wants, look into the file, and cancel it."""
    visit = an_appointment_of(cem, hans)
    records.open_chart(cem, TREAT, hans)
    visits.cancel_visit(cem, WORK, visit)


def judged_from(first: int) -> int:
    """Sequence what waits, and judge the lines from a place on."""
    sequence_all(signer())
    return judge_newest(INSTALLATION, range(first, signed_size()))


def cases() -> list[Case]:
    with operation("test.read", INSTALLATION, WORK) as op:
        op.require(allow("test"))
        return list(Case.objects.order_by("week", "person_id"))


@pytest.mark.django_db
def test_a_phantom_appointment_is_a_case_at_once_and_once(cem: Actor, ali: PatientId) -> None:
    phantom(cem, ali)

    assert judged_from(0) == 1
    (line,) = newest_lines(1)
    (case,) = cases()
    assert (case.person_id, [reason["name"] for reason in case.reasons]) == (cem.person, ["phantom-visit"])
    assert (line.act, line.because, line.facts["filed"], line.facts["first"]) == ("case.file", "judges", "1", "0")
    assert (judged_from(0), judge_log(INSTALLATION), len(cases())) == (0, 0, 1)


@pytest.mark.django_db
def test_nothing_is_kept_from_one_look_to_the_next(cem: Actor, ali: PatientId) -> None:
    """The same lines, judged twice by one process: the visit that explained them is cancelled in between."""
    visit = an_appointment_of(cem, ali)
    records.open_chart(cem, TREAT, ali)
    sequence_all(signer())
    places = range(signed_size())
    assert judge_newest(INSTALLATION, places) == 0

    visits.cancel_visit(cem, WORK, visit)
    assert judge_newest(INSTALLATION, places) == 1


@pytest.mark.django_db
def test_what_was_placed_just_before_the_server_ended_is_judged_after_its_start(cem: Actor, ali: PatientId) -> None:
    phantom(cem, ali)
    sequence_all(signer())

    places = lifespan.newest_places()
    assert (places.start, places.stop) == (0, signed_size())
    lifespan.judge_places(places)
    assert [case.person_id for case in cases()] == [cem.person]


GROWING = {
    "ledger_detail",
    "ledger_position",
    "ledger_whence",
    "people_patient",
    "visits_visit",
    "people_carerelation",
    "emergency_glass",
    "people_duty",
    "people_membership",
    "people_notice",
    "ties_notable",
}
"""What has more rows the longer a practice lives, and the more patients it has."""


@pytest.mark.django_db
def test_no_table_that_grows_is_gone_through_for_a_look(
    bea: Actor, ali: PatientId, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_appointment_of(bea, ali)
    records.open_chart(bea, TREAT, ali)
    sequence_all(signer())
    plans: list[list[str]] = []

    def explained(op: Operation, query: str, given: Sequence[Any] = ()) -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {query}", given)
            plans.append([line for (line,) in cursor.fetchall()])
        return copied(op, query, given)

    monkeypatch.setattr(feed, "copied", explained)
    monkeypatch.setattr(newest, "copied", explained)
    with unseen(Act.FILE, INSTALLATION, WORK) as op, connection.cursor() as cursor:
        # A table of a few rows is read whole whatever indexes it has; forbidden, what has none still is.
        cursor.execute("SET LOCAL enable_seqscan = off")
        newest.read_newest(op, range(signed_size()))

    whole = [plan for plan in plans if not plan[0].startswith("Limit")]
    scanned = {table for plan in whole for line in plan for table in re.findall(r"Seq Scan on (\w+)", line)}
    assert len(whole) > 15
    assert scanned & GROWING == set()


@pytest.mark.django_db
def test_where_nothing_is_odd_nothing_is_written(bea: Actor, ali: PatientId) -> None:
    an_appointment_of(bea, ali)
    records.open_chart(bea, TREAT, ali)
    sequence_all(signer())
    before = signed_size()

    assert judge_newest(INSTALLATION, range(before)) == 0
    assert sequence_all(signer()) == 0


@pytest.mark.django_db
def test_lines_that_touch_no_file_of_staff_are_passed_over(gul: Actor) -> None:
    set_budget(gul, 3)
    sequence_all(signer())

    assert [judge_newest(INSTALLATION, places) for places in (range(signed_size()), range(0))] == [0, 0]


@pytest.mark.django_db
def test_a_case_grows_while_it_is_undecided(cem: Actor, gul: Actor, ali: PatientId) -> None:
    phantom(cem, ali)
    judged_from(0)
    first = signed_size()
    phantom(cem, a_patient("Hans Huber"))

    assert judged_from(first) == 1
    (case,) = cases()
    assert [look["act"] for look in case.looks] == ["chart.open", "chart.open"]
    assert case.score >= 2
    decide_case(gul, case.id, Verdict.MISTAKE, REMARK)
    phantom(cem, a_patient("Eva Ernst"))
    assert judged_from(first) == 0
    assert [len(case.looks) for case in cases()] == [2]


@pytest.mark.django_db
def test_the_budget_holds_for_what_is_filed_at_once(cem: Actor, bea: Actor, gul: Actor, ali: PatientId) -> None:
    set_budget(gul, 1)
    phantom(cem, ali)
    phantom(bea, a_patient("Hans Huber"))

    assert judged_from(0) == 1
    assert (judged_from(0), judge_log(INSTALLATION), len(cases())) == (0, 0, 1)


@pytest.mark.django_db
def test_what_found_no_place_takes_one_of_the_next_week_and_is_told_until_then(
    cem: Actor, bea: Actor, gul: Actor, ali: PatientId
) -> None:
    set_budget(gul, 1)
    phantom(cem, ali)
    phantom(bea, a_patient("Hans Huber"))
    judged_from(0)
    judge_log(INSTALLATION)
    assert (len(cases()), [one.week for one in list_cases(gul).unplaced]) == (1, [this_monday()])

    monday = datetime.combine(this_monday() + timedelta(weeks=1), time(1), UTC)
    with at(monday):
        assert (judge_log(INSTALLATION), judge_log(INSTALLATION)) == (1, 0)
    assert {(one.person_id, one.week) for one in cases()} == {(who.person, this_monday()) for who in (cem, bea)}
    assert list_cases(gul).unplaced == ()


@pytest.mark.django_db
@pytest.mark.parametrize(("reason", "cases"), [("phantom-visit", 0), ("many-unexplained", 1)])
def test_what_follows_a_case_of_last_week_belongs_to_it_and_another_matter_does_not(
    cem: Actor, ali: PatientId, reason: str, cases: int
) -> None:
    phantom(cem, ali)
    monday = this_monday()
    filed = FILED | {"reasons": [{"name": reason, "weight": 1.3, "evidence": {}}]}
    with operation("test.file", INSTALLATION, WORK) as op:
        op.require(allow("test"))
        Case(person_id=cem.person, week=monday - timedelta(weeks=1), score=1.3, **filed).save(force_insert=True)

    assert judged_from(0) == cases


@pytest.mark.django_db
def test_only_the_installation_follows_the_log(gul: Actor) -> None:
    with pytest.raises(Refused, match="not-your-work"):
        judge_newest(Actor(PersonId(INSTALLATION.person), frozenset({Role.DPO})), range(9))


def test_two_processes_file_a_week_once(fresh_database: str, django_db_blocker: Any) -> None:
    """Whoever comes second waits, and finds the case that the first one filed."""
    with django_db_blocker.unblock():
        cem = somebody("Cem", Role.CLINICIAN)
        phantom(cem, a_patient("Hans Huber"))
        sequence_all(signer())
        with ThreadPoolExecutor(1) as pool:
            with operation("test.file", INSTALLATION, WORK) as op:
                op.require(allow("test"))
                op.alone(FILING)
                second = pool.submit(in_another_process)
                wait_for_somebody_who_waits(second)
                Case(person_id=cem.person, week=this_monday(), score=1.1, **FILED).save(force_insert=True)
            assert second.result() in {0, 1}

        assert len(cases()) == 1


FILED: dict[str, Any] = {
    "version": "1",
    "accesses": 1,
    "unexplained": 1,
    "reasons": [],
    "looks": [],
    "filed_at": datetime(2026, 11, 23, tzinfo=UTC),
}
WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"


def in_another_process() -> int:
    try:
        return judge_newest(INSTALLATION, range(signed_size()))
    finally:
        connections.close_all()


def wait_for_somebody_who_waits(second: Future[int]) -> None:
    """Return once the other one has come to the lock."""
    with connection.cursor() as cursor:
        while not second.done():
            cursor.execute(WAITS)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited")


@pytest.mark.django_db
def test_the_database_lets_only_the_installation_add_to_a_case_and_decide_nothing(
    cem: Actor, gul: Actor, ali: PatientId
) -> None:
    phantom(cem, ali)
    judged_from(0)
    (case,) = cases()
    decision = {"verdict": Verdict.FINE, "decided_by": gul.person, "decided_at": clock.now()}

    assert changed(INSTALLATION, case, score=9) == 1
    with pytest.raises(DatabaseError, match="by the installation alone"):
        changed(gul, case, looks=[])
    # That they were told it notes, once: with a brake that goes on by itself.
    assert changed(INSTALLATION, case, told_at=clock.now()) == 1
    with pytest.raises(DatabaseError, match="decides nothing"):
        changed(INSTALLATION, case, told_at=None)
    with pytest.raises(DatabaseError, match="decides nothing"):
        changed(INSTALLATION, case, **decision)
    assert changed(gul, case, **decision) == 1
    with pytest.raises(DatabaseError, match="nothing is decided"):
        changed(INSTALLATION, case, score=1, verdict=None)


def changed(actor: Actor, case: Case, **fields: Any) -> int:
    with operation("test.sql", actor, WORK) as op:
        op.require(allow("test"))
        return Case.objects.filter(pk=case.id).update(**fields)
