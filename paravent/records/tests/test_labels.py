"""Labels: a team is shown the normal, a visit the restricted, a referral and the author the very restricted."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection

from paravent.access.terms import Actor, Purpose, Refused, Role
from paravent.emergency.operations import break_glass
from paravent.fhir.confidentiality import SYSTEM, Label
from paravent.kernel import clock
from paravent.kernel.ids import NOBODY, PatientId
from paravent.people.terms import Why
from paravent.people.tests.cast import TREAT, a_browser_of, a_patient, at, somebody, the_log_says
from paravent.records import operations, queries
from paravent.records.models import Blob, Earlier, Resource
from paravent.records.terms import Reach
from paravent.records.tests.cast import a_condition, a_document, cares_for, filed, written_by
from paravent.visits import operations as visits
from paravent.visits.terms import Note
from paravent.visits.tests.cast import a_visit_of

pytestmark = pytest.mark.django_db


def labelled(patient: PatientId, label: str, name: str) -> dict[str, Any]:
    """Return a problem that says itself how confidential it is."""
    return a_condition(patient, name, name) | {"meta": {"security": [{"system": SYSTEM, "code": label}]}}


def depression(patient: PatientId) -> dict[str, Any]:
    code = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "F32.1"}], "text": "Depression"}
    return a_condition(patient, "Depression", "depression") | {"code": code}


@pytest.fixture
def file_of_three(ali: PatientId) -> PatientId:
    """Return a file with a normal, a restricted and a very restricted problem, brought over from elsewhere."""
    for label, name in (("N", "Asthma"), ("R", "Anxiety"), ("V", "Trauma")):
        filed(ali, labelled(ali, label, name))
    return ali


def shown(actor: Actor, patient: PatientId, purpose: Purpose = TREAT) -> set[str]:
    return {item.words for item in operations.open_chart(actor, purpose, patient).chart.problems}


def rows_seen(actor: Actor, patient: PatientId, purpose: str = "TREAT") -> str:
    """Return the labels of the rows that PostgreSQL shows somebody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, %s)", [actor.person, purpose])
        cursor.execute("SELECT label FROM records_resource WHERE patient_id = %s ORDER BY label", [patient])
        return "".join(label for (label,) in cursor.fetchall())


WAYS = [(Why.TEAM, "N", {"Asthma"}), (Why.VISIT, "NR", {"Asthma", "Anxiety"}),
        (Why.REFERRAL, "NRV", {"Asthma", "Anxiety", "Trauma"})]  # fmt: skip


@pytest.mark.parametrize(("why", "rows", "words"), WAYS)
def test_each_relation_shows_its_labels_in_the_chart_and_in_sql(
    bea: Actor, file_of_three: PatientId, why: Why, rows: str, words: set[str]
) -> None:
    cares_for(bea, file_of_three, why)

    assert shown(bea, file_of_three) == words
    assert rows_seen(bea, file_of_three) == rows


def test_all_ways_count_together(bea: Actor, file_of_three: PatientId) -> None:
    for why in (Why.TEAM, Why.VISIT, Why.REFERRAL):
        cares_for(bea, file_of_three, why)

    assert shown(bea, file_of_three) == {"Asthma", "Anxiety", "Trauma"}


def test_the_policy_says_the_same_without_row_security(file_of_three: PatientId) -> None:
    """Asked as the installation, whom row security shows everything."""
    with written_by():
        assert {item.words for item in queries.chart_of(file_of_three, NOBODY, {Label.NORMAL}).problems} == {"Asthma"}
        assert len(queries.chart_of(file_of_three, NOBODY, Label).problems) == 3


def test_an_emergency_shows_everything(cem: Actor, file_of_three: PatientId) -> None:
    with at(clock.now() - timedelta(minutes=2)):
        break_glass(cem, file_of_three, "Ali collapsed in the waiting room")

    assert shown(cem, file_of_three, Purpose.EMERGENCY) == {"Asthma", "Anxiety", "Trauma"}
    assert rows_seen(cem, file_of_three, "ETREAT") == "NRV"


def test_the_author_is_shown_what_they_wrote_also_through_a_team(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.TEAM)
    filed(ali, labelled(ali, "V", "Trauma"), by=bea)

    assert shown(bea, ali) == {"Trauma"}


def test_the_chart_says_that_something_may_be_missing(bea: Actor, cem: Actor, file_of_three: PatientId) -> None:
    cares_for(bea, file_of_three, Why.TEAM)
    cares_for(cem, file_of_three, Why.VISIT)

    assert "Restricted entries" in a_browser_of(bea).get(f"/files/{file_of_three}/").content.decode()
    said = a_browser_of(cem).get(f"/files/{file_of_three}/").content.decode()
    assert "Very restricted entries" in said
    assert "A team is not shown them" not in said


def test_codes_of_the_value_set_are_restricted_whatever_the_resource_says(ali: PatientId) -> None:
    filed(ali, depression(ali))

    assert Resource.objects.get(fhir_id="depression").label == "R"


def test_a_colleagues_psychiatry_is_told_to_the_fewest(bea: Actor) -> None:
    own = a_patient("Bea")
    filed(own, depression(own))

    assert Resource.objects.get(fhir_id="depression").label == "V"


def test_a_next_version_is_never_told_to_more(ali: PatientId) -> None:
    filed(ali, labelled(ali, "V", "Trauma"))
    filed(ali, a_condition(ali, "Trauma", "Trauma"))

    assert Resource.objects.get(fhir_id="Trauma").label == "V"


def test_an_earlier_version_is_hidden_with_the_one_that_counts(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.TEAM)
    filed(ali, a_condition(ali, "Trauma", "trauma"))
    filed(ali, labelled(ali, "V", "trauma") | {"code": {"text": "Trauma"}})

    with written_by(bea):
        page = queries.history("Condition", Reach(frozenset({ali})), since=None, most=10, after=None)
        assert page.found == ()
        with pytest.raises(ObjectDoesNotExist):
            queries.filed_version("Condition", "trauma", 1)
        # Not only because the code looks for the current version first: row security hides the earlier one too.
        assert not Earlier.objects.filter(patient_id=ali).exists()


def test_a_restricted_document_does_not_open_nor_do_its_bytes(bea: Actor, cem: Actor, ali: PatientId) -> None:
    visit = a_visit_of(bea, ali)
    taken = visits.accept_document(
        bea, TREAT, visit, title="Letter", content_type="text/plain", content=b"words", label=Label.RESTRICTED
    )
    cares_for(cem, ali, Why.TEAM)
    with written_by():
        document = Resource.objects.get(pk=taken.resource_id)

    with pytest.raises(ObjectDoesNotExist):
        operations.open_document(cem, TREAT, ali, document.fhir_id)
    with written_by(cem):
        assert not Blob.objects.filter(patient_id=ali).exists()
        assert not Resource.objects.filter(patient_id=ali, resource_type="Provenance").exists()
    assert operations.open_document(bea, TREAT, ali, document.fhir_id).content == b"words"


def test_the_author_raises_and_lowers_it_and_the_log_says_so(bea: Actor, cem: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.VISIT)
    cares_for(cem, ali, Why.TEAM)
    filed(ali, a_document(ali, b"words"), by=bea)
    browser, address = a_browser_of(bea), f"/files/{ali}/documents/letter/label/"
    assert "Who sees it" in browser.get(f"/files/{ali}/").content.decode()

    assert browser.post(address, {"label": "R"}).status_code == 302
    assert the_log_says("resource.label", "done", "author")
    with pytest.raises(ObjectDoesNotExist):
        operations.open_document(cem, TREAT, ali, "letter")
    operations.relabel(bea, TREAT, ali, "DocumentReference", "letter", Label.NORMAL)
    assert operations.open_document(cem, TREAT, ali, "letter").content == b"words"
    assert browser.post(address, {"label": "everybody"}).status_code == 404


def test_nobody_else_does_not_even_by_sql(bea: Actor, cem: Actor, ali: PatientId) -> None:
    cares_for(bea, ali, Why.VISIT)
    cares_for(cem, ali, Why.VISIT)
    filed(ali, labelled(ali, "R", "Anxiety"), by=bea)

    with pytest.raises(Refused, match="not-the-author"):
        operations.relabel(cem, TREAT, ali, "Condition", "Anxiety", Label.NORMAL)
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="only its author"):
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'TREAT')", [cem.person])
        cursor.execute("UPDATE records_resource SET label = 'N' WHERE fhir_id = 'Anxiety'")


def test_a_note_is_signed_under_a_label_and_its_draft_is_its_authors(bea: Actor, cem: Actor, ali: PatientId) -> None:
    visit = a_visit_of(bea, ali)
    cares_for(cem, ali, Why.VISIT)
    signed = visits.sign_note(bea, TREAT, visit, Note(assessment="Trauma"), Label.VERY_RESTRICTED)

    assert visits.read_note(bea, TREAT, visit).label == "V"
    assert rows_seen(cem, ali) == ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM visits_note")
        assert cursor.fetchone() == (0,)

    visits.amend_note(bea, TREAT, visit, Note(assessment="Trauma, better"), Label.NORMAL, seen=signed.saved_at)
    assert rows_seen(cem, ali) == "N"


def test_the_note_form_offers_the_label(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_of(bea, ali)
    browser = a_browser_of(bea)
    assert "Very restricted" in browser.get(f"/visits/{visit}/note/").content.decode()

    said = browser.post(f"/visits/{visit}/note/sign/", {"assessment": "Trauma", "label": "R"}).content.decode()

    assert '<option value="R" selected>' in said


def test_whom_row_security_shows_nothing_a_label_shows_nothing_more(file_of_three: PatientId) -> None:
    others = {"Dua": Role.RECEPTION, "Max": Role.ADMINISTRATOR, "Gul": Role.DPO}

    assert {rows_seen(somebody(name, role), file_of_three) for name, role in others.items()} == {""}
