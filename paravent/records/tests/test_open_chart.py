"""Opening a file: for treatment, because of a relation of care, and never without a line in the log."""

from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paravent.access.terms import Actor, Purpose, Refused, Role
from paravent.kernel.ids import PatientId
from paravent.people.terms import Why
from paravent.people.tests.cast import TREAT, a_patient, newest_lines, somebody, the_log_says
from paravent.records import operations
from paravent.records.tests.cast import a_condition, a_document, an_allergy, cares_for, filed


@pytest.mark.parametrize("why", [Why.REFERRAL, Why.TEAM])
def test_the_log_names_the_relation_that_opened_the_file(bea: Actor, ali: PatientId, why: Why) -> None:
    cares_for(bea, ali, why)

    operations.open_chart(bea, TREAT, ali)

    assert the_log_says("chart.open", "done", f"relation-{why}")
    assert (newest_lines(1)[0].patient, newest_lines(1)[0].actor) == (ali, bea.person)


def test_because_of_a_visit_the_log_names_the_visit_too(bea: Actor, ali: PatientId) -> None:
    visit = uuid4()
    cares_for(bea, ali, Why.TEAM)
    cares_for(bea, ali, Why.VISIT, visit=visit)

    operations.open_chart(bea, TREAT, ali)

    assert (newest_lines(1)[0].because, newest_lines(1)[0].visit) == ("relation-visit", visit)


def test_a_file_shows_what_stands_in_it_and_nobody_elses(bea: Actor, ali: PatientId) -> None:
    eve = a_patient("Eve Stone")
    cares_for(bea, ali)
    cares_for(bea, eve)
    filed(ali, a_condition(ali))
    filed(ali, an_allergy(ali))
    filed(ali, a_document(ali, b"all well"))
    filed(eve, a_condition(eve, "Migraine", "migraine"))

    chart = operations.open_chart(bea, TREAT, ali).chart

    assert [(item.words, item.is_current) for item in chart.problems] == [("Asthma", True)]
    assert [item.words for item in chart.allergies] == ["Penicillin"]
    assert [document.title for document in chart.documents] == ["Letter"]
    assert not chart.is_empty


def test_an_empty_file_says_so(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)

    assert operations.open_chart(bea, TREAT, ali).chart.is_empty


def test_without_a_relation_the_file_stays_closed(cem: Actor, ali: PatientId) -> None:
    filed(ali, a_condition(ali))

    with pytest.raises(Refused):
        operations.open_chart(cem, TREAT, ali)

    assert the_log_says("chart.open", "refused", "no-care-relation")
    assert newest_lines(1)[0].patient == ali


def test_a_patient_who_is_not_there_is_refused_in_the_same_words(cem: Actor) -> None:
    with pytest.raises(Refused):
        operations.open_chart(cem, TREAT, PatientId(uuid4()))

    assert the_log_says("chart.open", "refused", "no-care-relation")


@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose not in {TREAT, Purpose.EMERGENCY}])
def test_a_file_is_opened_for_treatment_or_in_an_emergency_alone(bea: Actor, ali: PatientId, purpose: Purpose) -> None:
    cares_for(bea, ali)

    with pytest.raises(Refused):
        operations.open_chart(bea, purpose, ali)

    assert the_log_says("chart.open", "refused", "not-for-this-purpose")


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.DPO, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_nobody_but_clinicians_opens_a_file(ali: PatientId, role: Role) -> None:
    with pytest.raises(Refused):
        operations.open_chart(somebody("Max", role), TREAT, ali)

    assert the_log_says("chart.open", "refused", "only-clinicians-open-files")


@pytest.mark.parametrize("content", [b"all well", b"", bytes(range(256))])
def test_a_document_comes_back_byte_for_byte(bea: Actor, ali: PatientId, content: bytes) -> None:
    cares_for(bea, ali)
    filed(ali, a_document(ali, content))

    found = operations.open_document(bea, TREAT, ali, "letter")

    assert (found.title, found.content_type, found.content) == ("Letter", "text/plain", content)
    assert the_log_says("document.open", "done", "relation-referral")
    assert "document" in newest_lines(1)[0].facts


def test_a_document_of_another_file_is_not_in_this_one(bea: Actor, ali: PatientId) -> None:
    eve = a_patient("Eve Stone")
    cares_for(bea, ali)
    cares_for(bea, eve)
    filed(eve, a_document(eve, b"all well"))

    with pytest.raises(ObjectDoesNotExist):
        operations.open_document(bea, TREAT, ali, "letter")

    assert the_log_says("document.open", "refused", "nothing-there-for-you")


def test_to_show_a_document_five_statements_are_enough(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)
    filed(ali, a_document(ali, b"all well"))

    with CaptureQueriesContext(connection) as asked:
        operations.open_document(bea, TREAT, ali, "letter")

    statements = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    # Who speaks, the relation, the document, the key, the line in the log.
    assert len(statements) == 5, statements


def test_without_a_relation_no_document_opens(cem: Actor, ali: PatientId) -> None:
    filed(ali, a_document(ali, b"all well"))

    with pytest.raises(Refused):
        operations.open_document(cem, TREAT, ali, "letter")

    assert the_log_says("document.open", "refused", "no-care-relation")
