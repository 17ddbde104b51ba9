"""Whoever is the subject of a case *cannot* decide it, also as data-protection officer and also by SQL; colleagues *cannot* see that there is one, an administrator sees it only where a second person is needed or it is about a data-protection officer."""

from uuid import UUID

import pytest

from paravent.vigilance.tests.cast import REMARK, a_case_about
from tests.threats.cast import Practice, speak_as

FINE = {"verdict": "fine", "remark": REMARK}
BREACH = {"verdict": "breach", "remark": REMARK}


@pytest.fixture
def about_cem(practice: Practice) -> UUID:
    return a_case_about(practice.cem.actor, practice.held.patient_id)


@pytest.fixture
def about_gul(practice: Practice) -> UUID:
    return a_case_about(practice.gul.actor, practice.held.patient_id)


def test_a_case_is_there_for_the_officer_alone(practice: Practice, about_cem: UUID) -> None:
    page = f"/vigilance/cases/{about_cem}/"

    assert practice.gul.browser.get(page).status_code == 200
    for other in (practice.bea, practice.cem, practice.dua, practice.max):
        assert other.browser.get(page).status_code == 404
        assert other.browser.post(page + "decide/", FINE).status_code == 404
        with practice.as_app() as app:
            speak_as(app, other.person)
            theirs = app.execute("SELECT count(*) FROM vigilance_case WHERE id = %s", [about_cem])
            assert theirs.fetchone() == (0,)


def test_the_officer_does_not_decide_about_themselves(practice: Practice, about_gul: UUID) -> None:
    assert practice.gul.browser.post(f"/vigilance/cases/{about_gul}/decide/", FINE).status_code == 404
    with practice.as_app() as app:
        speak_as(app, practice.gul.person)
        tried = "UPDATE vigilance_case SET verdict = 'fine', decided_by = %s, decided_at = now() WHERE id = %s"
        assert app.execute(tried, [practice.gul.person, about_gul]).rowcount == 0

    assert practice.max.browser.get(f"/vigilance/cases/{about_gul}/").status_code == 200


def test_a_breach_is_shown_to_a_second_person(practice: Practice, about_cem: UUID) -> None:
    practice.gul.browser.post(f"/vigilance/cases/{about_cem}/decide/", BREACH)

    own = practice.gul.browser.post(f"/vigilance/cases/{about_cem}/confirm/", {"agrees": "yes", "remark": REMARK})
    assert own.status_code == 403
    assert practice.max.browser.get(f"/vigilance/cases/{about_cem}/").status_code == 200
