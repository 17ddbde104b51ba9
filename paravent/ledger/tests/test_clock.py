"""A clock that is set back, to hide the hour of an access, is noticed: by the sequencer at once, by verification for ever."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from paravent.kernel import clock
from paravent.ledger.leaf import SLACK
from paravent.ledger.models import Detail
from paravent.ledger.queries import is_ahead_of, times_ran_back
from paravent.ledger.sequencer import sequence_all
from paravent.ledger.terms import CLOCK_RAN_BACK
from paravent.ledger.tests.logs import PUBLIC, SIGNER, appended, sequenced, speak_as_the_system
from paravent.ledger.verification import verify
from paravent.web.lifespan import tell_whether_the_clock_is_behind

HOUR = timedelta(hours=1)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: moment)
        yield


@pytest.fixture
def noon(fresh_database: str) -> datetime:
    """Return the time of the last entry of a log that has three."""
    noon = clock.now()
    with at(noon):
        sequenced(3)
    return noon


def told() -> list[dict[str, str]]:
    """Return what the log says of its clock."""
    with transaction.atomic():
        speak_as_the_system()
        return [dict(line.facts) for line in Detail.objects.filter(act=CLOCK_RAN_BACK).order_by("at")]


def back_dated() -> tuple[int, ...]:
    sequence_all(SIGNER)
    with transaction.atomic(), connection.cursor() as cursor:
        speak_as_the_system()
        return verify(cursor, [PUBLIC]).back_dated


def test_an_access_while_the_clock_is_set_back_is_told_by_the_log_itself(
    noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with at(noon - HOUR):
        appended(2)
        sequence_all(SIGNER)

    (facts,) = told()
    assert facts["position"] == "3"
    assert facts["known"].startswith(f"{noon:%Y-%m-%dT%H:%M:%S}")
    assert [record.levelno for record in caplog.records if "the clock ran back" in record.message] == [logging.CRITICAL]
    # The line that says so is dated by the same clock.
    assert back_dated() == (3, 4, 5)


def test_it_is_told_once_until_the_clock_is_right_again_and_runs_back_again(noon: datetime) -> None:
    for minutes in (50, 40, 30):
        with at(noon - timedelta(minutes=minutes)):
            sequenced(1)
    assert len(told()) == 1

    with at(noon + 2 * HOUR):
        sequenced(1)
    with at(noon + HOUR):
        sequenced(1)

    assert [one["position"] for one in told()] == ["3", "8"]
    assert [one.known_at for one in times_ran_back()] == [noon + 2 * HOUR, noon]


def test_what_comes_a_little_out_of_order_is_nothing(noon: datetime) -> None:
    with at(noon - SLACK):
        sequenced(1)

    assert (told(), times_ran_back(), back_dated()) == ([], [], ())


def test_one_moment_more_is_something(noon: datetime) -> None:
    with at(noon - SLACK - timedelta(microseconds=1)):
        sequenced(1)

    assert len(told()) == 1


def test_within_one_batch_it_is_noticed_as_well(fresh_database: str) -> None:
    now = clock.now()
    for moment in (now, now - HOUR):
        with at(moment):
            appended(1)
    sequence_all(SIGNER)

    assert [one["position"] for one in told()] == ["1"]


def test_a_server_whose_clock_is_behind_says_so_when_it_starts(
    noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with at(noon - SLACK):
        tell_whether_the_clock_is_behind()
    assert not caplog.records

    with at(noon - HOUR):
        assert is_ahead_of(clock.now()) == noon
        tell_whether_the_clock_is_behind()

    (record,) = caplog.records
    assert record.levelno == logging.CRITICAL
    assert "this computer's clock is behind" in record.message


def test_everybody_reads_on_the_logs_page_that_the_clock_ran_back(noon: datetime) -> None:
    assert "The clock ran back" not in Client().get("/ledger/").content.decode()
    with at(noon - HOUR):
        sequenced(1)

    assert "The clock ran back: 2 entries" in Client().get("/ledger/").content.decode()


def test_an_entry_that_says_no_time_stops_nobody(noon: datetime) -> None:
    from uuid import uuid4

    from paravent.ledger.models import Entry, Pending

    with transaction.atomic():
        strange = uuid4()
        Entry.objects.create(id=strange, leaf=b"{}")
        Pending.objects.create(entry_id=strange)

    assert sequence_all(SIGNER) == 1
