"""Whoever holds the database *cannot* tell from the sums of a quarter whose cases they are, nor join two quarters of one patient; who watches limits *can* read them without a visit or a name."""

from uuid import uuid4

from paravent.access.terms import Role
from paravent.billing.operations import accept_bill, see_quarter
from paravent.billing.queries import case_of, quarter_of
from paravent.billing.terms import Stated
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import a_patient
from tests.threats.cast import Practice, speak_as


def test_a_row_of_the_tally_leads_to_no_patient_visit_or_day(practice: Practice) -> None:
    patient = a_patient("Jon Jung")
    visit = a_visit_that_was_held(practice.bea.actor, patient, video(12))
    bill = accept_bill(practice.bea.actor, visit, Stated(), {"01450"})

    with practice.as_superuser() as superuser:
        columns = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'billing_tally'"
        kinds = dict(superuser.execute(columns).fetchall())
        rows = superuser.execute("SELECT row_to_json(one)::text FROM billing_tally one").fetchall()
    assert not {name for name in kinds if name in {"patient_id", "visit_id", "bill_id"}}
    assert [name for name, kind in kinds.items() if "time" in kind] == []
    assert rows
    assert not [id_ for id_ in (patient, visit, bill) for (row,) in rows if str(id_) in row or id_.hex in row]


def test_the_case_of_a_patient_is_another_one_in_the_next_quarter() -> None:
    patient, quarter = PatientId(uuid4()), quarter_of(clock.now())

    assert case_of(patient, quarter) == case_of(patient, quarter)
    assert case_of(patient, quarter) != case_of(patient, quarter.before(1))
    assert patient.bytes not in case_of(patient, quarter)


def test_the_administration_reads_sums_and_no_bill(practice: Practice) -> None:
    accept_bill(
        practice.bea.actor,
        a_visit_that_was_held(practice.bea.actor, a_patient("Kai Kern"), video(12)),
        Stated(),
        {"01450"},
    )

    view = see_quarter(practice.max.actor, quarter_of(clock.now()))
    with practice.as_app() as app:
        speak_as(app, practice.max.person, purpose="HPAYMT")
        bills = app.execute("SELECT count(*) FROM billing_bill").fetchone()

    assert practice.max.actor.is_a(Role.ADMINISTRATOR)
    assert (view.bills > 0, bills) == (True, (0,))
