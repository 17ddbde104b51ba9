"""The consultation's page, as each of those who run a visit is given it."""

from datetime import timedelta

import pytest
from django.db import connection

from paravent.access.terms import INSTALLATION, Purpose, Role
from paravent.kernel import clock
from paravent.ledger.queries import disclosures_by
from paravent.people.tests.cast import a_browser_of, at, somebody
from paravent.visits.operations import end_visit
from paravent.visits.terms import CARE_AFTER
from paravent.visits.tests.cast import a_visit_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "purpose"), [(Role.CLINICIAN, Purpose.TREATMENT), (Role.RECEPTION, Purpose.OPERATIONS)]
)
def test_a_look_at_a_visit_is_logged_for_what_it_was(role: Role, purpose: Purpose) -> None:
    bea = somebody("Bea", Role.CLINICIAN)
    looks = bea if role is Role.CLINICIAN else somebody("Dua", role)
    visit = a_visit_of(bea)

    page = a_browser_of(looks).get(f"/visits/{visit}/")

    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [INSTALLATION.person])
    looked = {line.purpose for line in disclosures_by(looks.person) if line.act == "visit.open"}
    assert page.status_code == 200
    assert looked == {purpose}


def test_a_letter_that_comes_later_is_taken_in_for_as_long_as_the_visit_opens_the_file() -> None:
    bea = somebody("Bea", Role.CLINICIAN)
    visit = a_visit_of(bea)
    end_visit(bea, Purpose.TREATMENT, visit, for_patient="")
    form = f'href="/visits/{visit}/take/"'

    assert form in a_browser_of(bea).get(f"/visits/{visit}/").content.decode()
    with at(clock.now() + CARE_AFTER + timedelta(hours=1)):
        assert form not in a_browser_of(bea).get(f"/visits/{visit}/").content.decode()
