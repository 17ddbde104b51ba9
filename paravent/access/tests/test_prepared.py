"""Queries whose SQL is made once."""

from typing import Any
from uuid import uuid4

import pytest

from paravent.access.operation import operation
from paravent.access.prepared import Given, Prepared
from paravent.access.terms import INSTALLATION, Actor, Purpose, allow
from paravent.kernel.ids import PersonId
from paravent.people.models import Patient
from paravent.people.steps import register_patient
from paravent.people.terms import Identity

pytestmark = pytest.mark.django_db


def by_id() -> Any:
    return Patient.objects.filter(pk=Given("patient"), is_provisional=False).values_list("id")


def test_every_question_is_answered_by_its_own_values() -> None:
    asked = Prepared(by_id())
    with operation("test.prepared", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        first, second = (register_patient(op, Identity(name)) for name in ("Ali Demir", "Eve Ernst"))
        assert [asked.rows(patient=one) for one in (first, second, uuid4())] == [[(first,)], [(second,)], []]


def test_row_security_binds_it() -> None:
    asked = Prepared(by_id())
    with operation("test.prepared", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        patient = register_patient(op, Identity("Ali Demir"))
    with operation("test.prepared", Actor(PersonId(uuid4())), Purpose.TREATMENT) as op:
        op.require(allow("test"))
        assert asked.rows(patient=patient) == []


def test_a_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        Prepared(by_id()).rows()


def test_a_list_of_any_length_is_one_value() -> None:
    asked = Prepared(Patient.objects.filter(pk__any_of=Given("patients")).order_by("registered_at").values_list("id"))
    with operation("test.prepared", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        first, second = (register_patient(op, Identity(name)) for name in ("Ali Demir", "Eve Ernst"))
        found = [asked.rows(patients=some) for some in ([], [second], [second, uuid4(), first])]
    assert found == [[], [(second,)], [(first,), (second,)]]
