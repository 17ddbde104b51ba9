"""A consultation that was held in an app that was not made for it *cannot* be billed as a video consultation: not as proposed, not against the rule with a reason, not by a code that the page does not offer; nobody *can* bill another's visit, nor by SQL."""

import psycopg
import pytest

from paravent.access.terms import Refused
from paravent.billing.operations import accept_bill
from paravent.billing.terms import NotOffered, Stated
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.detours.operations import own_up
from paravent.detours.terms import App, Why
from paravent.kernel.ids import VisitId
from paravent.people.tests.cast import a_patient
from tests.threats.cast import Practice, speak_as

REASON = "It was as good as a video consultation."
VIDEO = ("01450", "88220", "01452")


@pytest.fixture
def elsewhere(practice: Practice) -> VisitId:
    """Return a visit with twelve counted minutes here, which its clinician says went on in another app."""
    visit = a_visit_that_was_held(practice.bea.actor, a_patient("Ida Ilg"), video(12))
    own_up(practice.bea.actor, visit, App.WHATSAPP, Why.FASTER, "We went on there, the picture froze.")
    return visit


def bills(practice: Practice) -> tuple[int] | None:
    with practice.as_superuser() as superuser:
        return superuser.execute("SELECT count(*) FROM billing_bill").fetchone()


def test_no_code_of_a_video_consultation_is_taken(practice: Practice, elsewhere: VisitId) -> None:
    before = bills(practice)
    for code in VIDEO:
        with pytest.raises(NotOffered):
            accept_bill(practice.bea.actor, elsewhere, Stated(), {code})
        with pytest.raises((Refused, NotOffered)):
            accept_bill(practice.bea.actor, elsewhere, Stated(reason=REASON), set(), against={code})
    assert bills(practice) == before


def test_the_page_says_so_and_takes_no_such_code(practice: Practice, elsewhere: VisitId) -> None:
    address = f"/visits/{elsewhere}/billing/"

    said = practice.bea.browser.get(address).content.decode()
    answer = practice.bea.browser.post(address, {"accept": "yes", "against": "01450", "reason": REASON})

    assert "WhatsApp" in said
    assert 'name="code" value="01450"' not in said
    assert 'name="against" value="01450"' not in said
    assert answer.status_code == 403


def test_sql_bills_no_visit_of_somebody_else(practice: Practice, elsewhere: VisitId) -> None:
    insert = (
        "INSERT INTO billing_bill (id, visit_id, patient_id, clinician_id, quarter_on, held_at, scheme, sealed, accepted_by, accepted_at)"
        " SELECT gen_random_uuid(), %s, gen_random_uuid(), %s, now()::date, now(), 'ebm', 'x', %s, now()"
    )
    with practice.as_app() as app:
        for member in (practice.cem, practice.dua, practice.max):
            speak_as(app, member.person, purpose="HPAYMT")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(insert, [elsewhere, member.person, member.person])
            app.rollback()
