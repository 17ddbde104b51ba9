"""From a patient's yes to a number: who agrees is asked at each count, and no line of a researcher names anybody."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.consent import steps as consent
from paravent.consent.queries import wording
from paravent.consent.terms import Topic
from paravent.fhir.resources import validated
from paravent.fhir.views import consent as as_fhir
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.operations import register_patient, verify_patient
from paravent.people.terms import Identity, VerifiedHow
from paravent.people.tests.cast import TREAT, WORK, a_browser_of, a_patient, newest_lines, somebody, the_log_says
from paravent.records.tests.cast import a_condition, cares_for, filed
from paravent.research import operations, queries
from paravent.research.queries import cohort_of
from paravent.research.terms import MOST_PREVIEWS, Plan, StudyTooLong
from paravent.visits import operations as visits
from paravent.visits.tests.cast import a_visit_of, in_the_call

pytestmark = pytest.mark.django_db
ASTHMA = "Condition?code=http://snomed.info/sct|195967001"
SCIENCE = Topic.RESEARCH_SCIENCE


def a_plan(*topics: Topic, days: int = 30) -> Plan:
    """Return what Fen wants to know."""
    until = clock.now().date() + timedelta(days=days)
    return Plan("Asthma by age", "How many have asthma", "University of Fulda", topics or (SCIENCE,), until)


@pytest.fixture
def fen(db: None) -> Actor:
    """Return Fen, a researcher."""
    return somebody("Fen", Role.RESEARCHER)


@pytest.fixture
def study(fen: Actor, gul: Actor) -> UUID:
    """Return a study of Fen's that Gül approved."""
    study_id = operations.propose_study(fen, a_plan())
    operations.decide_study(gul, study_id, approves=True)
    return study_id


def with_asthma(bea: Actor, many: int) -> list[PatientId]:
    """Return verified patients who have asthma."""
    found = []
    for one in range(many):
        patient = register_patient(INSTALLATION, WORK, Identity(f"Nobody {one}", birth_date=date(1950 + one, 3, 7)))
        cares_for(bea, patient)
        verify_patient(bea, TREAT, patient, VerifiedHow.KNOWN_PERSONALLY)
        filed(patient, a_condition(patient, fhir_id=f"asthma-{patient}"))
        found.append(patient)
    return found


def permit(patients: list[PatientId], topic: Topic = SCIENCE) -> None:
    """Let patients agree."""
    with operation("test.agree", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        for patient in patients:
            consent.give_beyond_care(op, topic, patient_id=patient, language="en")


def found_now(question: str, *topics: Topic) -> set[UUID]:
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        return cohort_of(question, topics or (SCIENCE,))


def after_a_visit(bea: Actor, ali: PatientId) -> tuple[Actor, VisitId]:
    """Return Ali on the device on which they were in a visit that is over."""
    visit = a_visit_of(bea, ali)
    guest = in_the_call(visit, bea)
    verify_patient(bea, TREAT, ali, VerifiedHow.KNOWN_PERSONALLY)
    visits.end_visit(bea, TREAT, visit, for_patient="")
    return guest, visit


def test_a_patient_permits_each_purpose_by_itself_and_takes_it_back(
    bea: Actor, fen: Actor, ali: PatientId, study: UUID
) -> None:
    guest, visit = after_a_visit(bea, ali)
    filed(ali, a_condition(ali))
    browser, page = a_browser_of(guest), f"/join/{visit}/research/"
    assert "checked" not in browser.get(page).content.decode()
    assert found_now(ASTHMA) == set()

    said = browser.post(page, {"topics": ["research-science"]}, follow=True).content.decode()

    assert said.count(" checked") == 1
    assert "Asthma by age" in said
    assert "University of Fulda" in said
    chosen = newest_lines(2)[1]
    assert (chosen.act, chosen.patient, chosen.facts["permitted"]) == ("research.choose", ali, "research-science")
    assert found_now(ASTHMA) == {ali}
    assert found_now(ASTHMA, SCIENCE, Topic.RESEARCH_AI) == set()
    assert "So far it was told" not in said
    operations.preview_cohort(fen, study, ASTHMA)
    assert "So far it was told 1 rounded number of patients." in browser.get(page).content.decode()

    browser.post(page, {})
    assert found_now(ASTHMA) == set()
    assert browser.post(page, {"topics": ["everything"]}).status_code == 302
    assert [one.is_given for one in operations.see_own_research(guest, visit, "en").permissions] == [False] * 3


def test_who_agreed_to_words_that_said_less_is_asked_again_and_not_counted_before(
    bea: Actor, ali: PatientId, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest, visit = after_a_visit(bea, ali)
    filed(ali, a_condition(ali))
    with monkeypatch.context() as at_that_time:
        at_that_time.setattr(consent, "wording", lambda topic, language: replace(wording(topic, language), version=1))
        operations.choose(guest, visit, [SCIENCE], "de")

    assert found_now(ASTHMA) == set()
    (first, *_) = operations.see_own_research(guest, visit, "de").permissions
    assert (first.is_given, first.is_outdated) == (False, True)

    operations.choose(guest, visit, [SCIENCE], "de")

    assert found_now(ASTHMA) == {ali}
    (first, *_) = operations.see_own_research(guest, visit, "de").permissions
    assert (first.is_given, first.is_outdated) == (True, False)


def test_a_choice_is_a_consent_in_fhir_inactive_once_taken_back(bea: Actor, ali: PatientId) -> None:
    from paravent.consent.queries import agreed

    guest, visit = after_a_visit(bea, ali)
    operations.choose(guest, visit, [SCIENCE], "de")
    operations.choose(guest, visit, [SCIENCE], "en")
    operations.choose(guest, visit, [], "en")
    with operation("test.read", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        (one,) = [as_fhir(found) for found in agreed([ali], None, 50) if found.topic == SCIENCE]

    assert (one["status"], one["scope"]["coding"][0]["code"]) == ("inactive", "research")
    ours, mii = one["provision"]["code"][0]["coding"]
    assert (ours["code"], mii["system"]) == ("research-science", "urn:oid:2.16.840.1.113883.3.1937.777.24.5.3")
    assert mii["code"].endswith(".24.5.3.8")
    assert [one["code"] for one in one["provision"]["purpose"]] == ["HRESCH"]
    assert one["provision"]["period"]["end"]
    assert "research-science, version 3, de" in one["category"][0]["text"]
    (told,) = validated(one)["contained"]
    assert (told["resourceType"], told["target"]) == ("Provenance", [{"reference": "#"}])
    assert told["recorded"] == one["provision"]["period"]["end"]
    assert told["agent"][0]["who"] == one["patient"]


def test_whoever_is_not_known_is_not_asked(bea: Actor) -> None:
    visit = a_visit_of(bea)
    guest = in_the_call(visit, bea)
    visits.end_visit(bea, TREAT, visit, for_patient="")

    with pytest.raises(Refused, match="not-verified"):
        operations.choose(guest, visit, [SCIENCE], "en")


def test_a_researcher_is_told_a_rounded_number_of_those_who_agree_now(
    bea: Actor, fen: Actor, study: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    # More than are looked at together, so that nobody is forgotten where one lot ends and the next begins.
    monkeypatch.setattr(queries, "AT_ONCE", 5)
    patients = with_asthma(bea, 12)
    permit(patients)
    assert found_now(ASTHMA) == {*patients}
    operations.preview_cohort(fen, study, ASTHMA)
    operations.preview_cohort(fen, study, f"{ASTHMA}\nPatient?birthdate=ge1957")

    _, (younger, all_of_them), purse, _ = operations.see_study(fen, study)

    assert all_of_them.shown in {10, 15}
    assert (younger.is_counted, younger.shown) == (True, None)
    assert purse.previews_left == MOST_PREVIEWS - 2
    assert [one.counted for one in operations.read_public_studies()] == [2]
    lines = [line for line in newest_lines(5) if line.act in {"research.preview", "research.count"}]
    assert len(lines) == 4
    assert [line for line in lines if line.patient or line.visit or "count" in line.facts] == []
    assert not [fact for line in lines for fact in line.facts.values() if any(str(one) in fact for one in patients)]

    operations.preview_cohort(fen, study, f" {ASTHMA} ")
    assert the_log_says("research.preview", "done", "asked-before")
    assert operations.see_study(fen, study)[2] == purse


def test_counted_is_who_agrees_is_known_and_not_closed(bea: Actor, gul: Actor) -> None:
    from paravent.rights.operations import enter_request, restrict_file
    from paravent.rights.terms import Kind

    agreeing, _silent, closed = with_asthma(bea, 3)
    stranger = a_patient("Not verified")
    filed(stranger, a_condition(stranger, fhir_id="of-a-stranger"))
    permit([agreeing, closed, stranger])
    assert found_now(ASTHMA) == {agreeing, closed}

    restrict_file(gul, enter_request(gul, closed, Kind.RESTRICTION, "", clock.now()))

    assert found_now(ASTHMA) == {agreeing}
    assert found_now("Patient?birthdate=lt1951") == {agreeing}
    assert found_now("Patient?gender=female") == set()
    assert found_now(f"{ASTHMA}\nImmunization?vaccine-code=140") == set()


def test_nobody_asks_before_somebody_else_approved_and_never_after_the_end(fen: Actor, gul: Actor, cem: Actor) -> None:
    study_id = operations.propose_study(fen, a_plan())
    with pytest.raises(Refused, match="study-not-approved"):
        operations.preview_cohort(fen, study_id, ASTHMA)
    with pytest.raises(Refused, match="only-dpo-decides-studies"):
        operations.decide_study(fen, study_id, approves=True)
    with pytest.raises(ObjectDoesNotExist):
        operations.decide_study(cem, study_id, approves=True)
    operations.decide_study(gul, study_id, approves=True)
    with pytest.raises(Refused, match="decided-already"):
        operations.decide_study(gul, study_id, approves=False)
    operations.end_study(fen, study_id)
    with pytest.raises(Refused, match="study-is-over"):
        operations.preview_cohort(fen, study_id, ASTHMA)
    assert [one.is_open for one in operations.list_studies(gul)] == [False]
    with pytest.raises(Refused, match="not-your-work"):
        operations.count_cohort(fen, study_id)


@pytest.mark.parametrize("days", [0, 3 * 365 + 1])
def test_a_study_ends_in_the_future_and_within_three_years(fen: Actor, days: int) -> None:
    with pytest.raises(StudyTooLong):
        operations.propose_study(fen, a_plan(days=days))


def test_the_pages_lead_from_a_proposal_to_a_number(bea: Actor, fen: Actor, gul: Actor) -> None:
    permit(with_asthma(bea, 9))
    researcher, officer = a_browser_of(fen), a_browser_of(gul)
    typed = {
        "title": "Asthma",
        "why": "How many have it now",
        "recipients": "University of Fulda",
        "until": "2020-01-01",
    }
    typed |= {"fewest": "20", "diagnoses": "1", "farthest": "1", "exits": ["release", "answer"]}
    assert researcher.post("/research/new/", typed | {"topics": ["research-science"]}).status_code == 422
    until = (clock.now().date() + timedelta(days=9)).isoformat()
    typed |= {"topics": ["research-science"], "until": until}
    assert "kinds" in researcher.post("/research/new/", typed).context["form"].errors
    typed |= {"kinds": ["Condition"]}
    too_low = researcher.post("/research/new/", typed | {"fewest": "10"})
    assert "nobody leave in a group of fewer than 11" in too_low.content.decode()
    page = researcher.post("/research/new/", typed)["Location"]
    proposed = officer.get(page).content.decode()
    assert "At least 20 patients of a release look alike" in proposed
    assert "Diagnoses. No letter and no note." in proposed
    assert "as far as data protection lets it out: entries without names; numbers about groups" in proposed
    assert "Approve it" not in researcher.get(page).content.decode()
    assert "Approve it" in officer.get(page).content.decode()
    officer.post(f"{page}decide/", {"decision": "approve"})

    assert researcher.post(page, {"criteria": "Patient?name=Ali"}).status_code == 422
    said = researcher.post(page, {"criteria": ASTHMA}, follow=True).content.decode()

    assert "about 10" in said or "about 5" in said
    assert "9 questions are left" in said
    assert "ended" in officer.post(f"{page}end/", follow=True).content.decode()
