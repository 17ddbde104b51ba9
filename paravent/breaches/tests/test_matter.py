"""A breach of several people of one matter: one clock from the first knowledge, one notice to each who has to know."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from paravent.access.terms import Actor, Refused, Role
from paravent.breaches import operations, queries
from paravent.breaches.notices import draft
from paravent.breaches.terms import Addressee, Context, Ease, Factors, Loss
from paravent.breaches.tests.cast import HAPPENED, breach_by
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import a_browser_of, a_patient, at, somebody

pytestmark = pytest.mark.django_db

GRAVE = Factors(Context.SENSITIVE, Ease.MAXIMUM, Loss.SOME, Loss.NONE, Loss.NONE, is_malicious=True)
MATTER = uuid4()
LATER = "She opened it as well, and had no task there either."
TOLD = "Everybody who has to know was told."


@pytest.fixture
def gul() -> Actor:
    return somebody("Gul", Role.DPO)


@pytest.fixture
def ali() -> PatientId:
    return a_patient()


@pytest.fixture
def breach_id(gul: Actor, ali: PatientId) -> UUID:
    return breach_by(gul, somebody("Bea", Role.CLINICIAN).person, [ali], matter=MATTER)


def one_more(gul: Actor, *patients: PatientId, name: str = "Cem", early: timedelta = timedelta(0)) -> UUID:
    """Add to the matter what was found of one more colleague, known earlier than just now."""
    person = somebody(name, Role.CLINICIAN).person
    return breach_by(gul, person, patients, matter=MATTER, words=LATER, known_at=clock.now() - early)


def told(gul: Actor, breach_id: UUID, *addressees: Addressee) -> None:
    operations.assess_breach(gul, breach_id, GRAVE, "")
    for one in addressees:
        operations.note_told(gul, breach_id, one)


def test_it_is_one_breach_with_one_clock_from_the_first_knowledge(gul: Actor, ali: PatientId, breach_id: UUID) -> None:
    known = clock.now() - timedelta(hours=5)
    assert one_more(gul, ali, early=timedelta(hours=5)) == breach_id

    (found,) = operations.list_breaches(gul)
    assert [(one.name, one.found) for one in found.involved] == [("Bea", HAPPENED), ("Cem", LATER)]
    assert [name for _, name in found.patients] == ["Ali Demir"]
    assert abs(found.became_aware_at - known) < timedelta(minutes=1)
    (running,) = queries.clocks(clock.now())
    assert running.due_at - found.became_aware_at == timedelta(hours=72)
    assert queries.pile().since == found.became_aware_at


def test_who_was_known_later_leaves_the_clock_as_it_is(gul: Actor, breach_id: UUID) -> None:
    due_at = operations.see_breach(gul, breach_id).due_at
    with at(clock.now() + timedelta(hours=3)):
        one_more(gul)
        assert operations.see_breach(gul, breach_id).due_at == due_at


def test_another_matter_and_one_that_is_closed_are_breaches_of_their_own(
    gul: Actor, ali: PatientId, breach_id: UUID
) -> None:
    other = breach_by(gul, somebody("Dua", Role.CLINICIAN).person, [ali])
    told(gul, breach_id, *Addressee)
    operations.close_breach(gul, breach_id, TOLD)

    assert len({breach_id, other, one_more(gul, ali)}) == 3
    assert len(operations.list_breaches(gul)) == 3


def test_notices_name_the_matter_once_and_count_everybody(gul: Actor, ali: PatientId, breach_id: UUID) -> None:
    told(gul, breach_id)
    alone = operations.see_breach(gul, breach_id)
    assert "people who work here" not in str([draft(alone, one, "en") for one in Addressee])
    one_more(gul, ali)

    found = operations.see_breach(gul, breach_id)
    to_authority, to_patients = (str(draft(found, one, "en")) for one in (Addressee.AUTHORITY, Addressee.PATIENTS))
    assert "2 people who work here did this, each by themselves. It is one matter" in to_authority
    assert "About 1 patient of the practice" in to_authority
    assert "2 people who work here dealt with data of yours" in to_patients
    for text in (to_authority, to_patients):
        assert HAPPENED in text
        assert LATER not in text
        assert not any(name in text for name in ("Bea", "Cem", "Ali"))

    one_more(gul, a_patient("Hans Huber"), name="Dua")
    told_to_both = str(draft(operations.see_breach(gul, breach_id), Addressee.PATIENTS, "en"))
    assert "Several people who work here dealt with data of patients" in told_to_both


def test_the_officer_says_in_which_words_it_is_told(gul: Actor, breach_id: UUID) -> None:
    words = "Colleagues opened a file without a task for it."
    operations.assess_breach(gul, breach_id, GRAVE, "", words)

    found = operations.see_breach(gul, breach_id)
    assert (found.happened, found.account) == (HAPPENED, words)
    text = str([draft(found, one, "en") for one in Addressee])
    assert words in text
    assert HAPPENED not in text
    operations.assess_breach(gul, breach_id, GRAVE, "", " ")
    assert operations.see_breach(gul, breach_id).account == HAPPENED


def test_whoever_was_told_before_is_told_of_what_was_added_and_the_patient_has_one_letter(
    gul: Actor, ali: PatientId, breach_id: UUID
) -> None:
    told(gul, breach_id, *Addressee)
    first = operations.see_breach(gul, breach_id)
    assert (first.to_tell, first.added_since_assessed) == (frozenset(), ())
    one_more(gul, ali)

    found = operations.see_breach(gul, breach_id)
    assert found.to_tell == {Addressee.AUTHORITY}
    assert [one.name for one in found.added_since_assessed] == ["Cem"]
    assert "It adds to the one of" in str(draft(found, Addressee.AUTHORITY, "en"))
    with pytest.raises(Refused, match="somebody-has-to-be-told"):
        operations.close_breach(gul, breach_id, TOLD)
    operations.note_told(gul, breach_id, Addressee.AUTHORITY)

    assert operations.see_breach(gul, breach_id).authority_told_at == first.authority_told_at
    operations.close_breach(gul, breach_id, TOLD)


def test_a_patient_who_is_added_has_to_be_told(gul: Actor, breach_id: UUID) -> None:
    told(gul, breach_id, *Addressee)
    one_more(gul, a_patient("Hans Huber"))

    assert operations.see_breach(gul, breach_id).to_tell == set(Addressee)


def test_the_pages_show_everybody_and_what_was_found_of_each(gul: Actor, ali: PatientId, breach_id: UUID) -> None:
    told(gul, breach_id, *Addressee)
    one_more(gul, ali)
    officer = a_browser_of(gul)

    listed = officer.get("/breaches/").content.decode()
    assert "the act of 2 people, one matter" in listed
    assert "authority: something was added" in listed
    page = officer.get(f"/breaches/{breach_id}/").content.decode()
    assert "Whose act it was: 2 people, one matter" in page
    assert LATER in page
    assert "One person was added since this was worked out" in page
    assert "Somebody was added since: the authority has to know of that too" in page
    assert "1 patient is concerned" in page
