"""Reading lines page by page, whatever arrives meanwhile."""

from uuid import uuid4

import pytest
from django.db import connection, transaction

from paravent.access.terms import INSTALLATION
from paravent.ledger.queries import lines
from paravent.ledger.steps import append
from paravent.ledger.terms import Line, Outcome

BEA, ALI = uuid4(), uuid4()


def speak_as_the_system() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [INSTALLATION.person])


def appended(act: str, **more: object) -> None:
    with transaction.atomic():
        append(Line(act=act, outcome=Outcome.DONE, purpose="TREAT", actor=BEA, because="own-visit", **more))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_pages_hold_every_line_once_though_others_arrive_between_them() -> None:
    speak_as_the_system()
    for number in range(5):
        appended(f"visit.number-{number}", patient=ALI)

    first = lines(patient=ALI, limit=2)
    appended("visit.later", patient=ALI)
    second = lines(patient=ALI, limit=9, after=(first[-1].at, first[-1].entry_id))

    assert [line.act for line in first + second] == [f"visit.number-{number}" for number in reversed(range(5))]


@pytest.mark.django_db
def test_lines_are_found_by_entry_person_and_time() -> None:
    speak_as_the_system()
    appended("visit.open", patient=ALI)
    appended("visit.list-day")
    (opened,) = lines(patient=ALI)

    assert lines(entry=opened.entry_id) == [opened]
    assert len(lines(actor=BEA)) == 2
    assert lines(patient=ALI, before=opened.at) == []
    assert lines(patient=ALI, since=opened.at) == [opened]


@pytest.mark.django_db
def test_a_stranger_reads_no_line() -> None:
    appended("visit.open", patient=ALI)

    assert lines() == []
