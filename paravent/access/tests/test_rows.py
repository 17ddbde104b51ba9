"""Many new rows in one statement."""

from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError
from django.db.models import Model

from paravent.access.operation import operation
from paravent.access.rows import insert_rows
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.records.models import Resource

pytestmark = pytest.mark.django_db

TOKENS = [[], [b"\x00\xff\\\"{},' "], [b"one", b"two", b"three"]]


def a_row(tokens: list[bytes]) -> Resource:
    return Resource(
        patient_id=uuid4(),
        resource_type="Observation",
        fhir_id=uuid4().hex,
        version=1,
        on_date=clock.now().date() if tokens else None,
        starts_at=clock.now() if tokens else None,
        tokens=tokens,
        fingerprint=b"\x00" * 16,
        sealed=bytes(range(256)),
        written_by=UUID(int=1),
        written_at=clock.now(),
    )


def columns(row: Model) -> dict[str, object]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return values | {
        "tokens": [bytes(one) for one in row.tokens],
        "sealed": bytes(row.sealed),
        "fingerprint": bytes(row.fingerprint),
    }


def test_every_column_arrives_as_it_was() -> None:
    rows = [a_row(tokens) for tokens in TOKENS]
    with operation("test.rows", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        insert_rows(op, rows)
        there = Resource.objects.in_bulk([row.id for row in rows])
        assert [columns(there[row.id]) for row in rows] == [columns(row) for row in rows]


def test_a_row_that_row_security_refuses_is_not_inserted() -> None:
    clinician = Actor(PersonId(uuid4()), frozenset({Role.CLINICIAN}))
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        operation("test.rows", clinician, Purpose.TREATMENT) as op,
    ):
        op.require(allow("test"))
        insert_rows(op, [a_row([])])


def test_nothing_to_insert_is_no_statement(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with operation("test.rows", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        with django_assert_num_queries(0):
            insert_rows(op, [])
