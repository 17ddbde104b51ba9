"""A query that somebody forgot to guard *cannot* show anything: with no operation open, row security gives the serving role no row of any table with patient data."""

from datetime import date, timedelta

import psycopg
import pytest

from paravent.access.terms import INSTALLATION, BrakeKind, Purpose
from paravent.answers.operations import answer_what_waits, ask
from paravent.billing.operations import accept_bill, count_cases, set_terms
from paravent.billing.queries import quarter_of
from paravent.billing.terms import Stated, Terms
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.breaches.tests.cast import breach_by
from paravent.conformity.operations import check_now, show_for_rule
from paravent.conformity.terms import Shown
from paravent.consent.terms import Topic
from paravent.detours.operations import own_up
from paravent.detours.terms import App, Why
from paravent.doubts.tests.cast import a_text_in_doubt
from paravent.drills.tests.cast import a_drill
from paravent.emergency.operations import break_glass
from paravent.guidance.operations import dismiss
from paravent.guidance.terms import Piece
from paravent.kernel import clock
from paravent.noise.questions import question
from paravent.noise.terms import Measure
from paravent.people.operations import block_person, note_leaving, register_patient, search_patients
from paravent.people.terms import Identity
from paravent.people.tests.cast import a_patient
from paravent.programs.tests.cast import a_program, a_token
from paravent.releases.operations import ask_for_release, list_releases
from paravent.releases.terms import Wish
from paravent.reports.operations import make_report
from paravent.reports.terms import Noticed
from paravent.research.operations import decide_study, give_budget, preview_cohort, propose_study
from paravent.research.terms import Plan
from paravent.rights.operations import correct_identity, enter_request, hand_out, withhold_name
from paravent.rights.terms import Kind as Right
from paravent.rights.terms import WithheldFor
from paravent.rosters.operations import add_duties
from paravent.rosters.terms import Shift
from paravent.study.operations import close_survey, open_survey
from paravent.ties.operations import declare_tie, keep_home, put_on_list
from paravent.ties.terms import Home, Kind, Renown
from paravent.uses.tests.cast import a_use, who_leaves
from paravent.vigilance.operations import adopt_explanation, ask_person, set_brake, set_budget
from paravent.vigilance.terms import Mode
from paravent.vigilance.tests.cast import REMARK, a_case_about, entry_of
from paravent.vigilance.tests.test_explanations import proposed
from paravent.visits.operations import erase_patient
from tests.threats.cast import Practice, speak_as, tables_under_row_security

LAUNCH = """
INSERT INTO programs_launch (id, digest, program_id, person_id, patient_id, ends_at)
SELECT gen_random_uuid(), 'x', gen_random_uuid(), %s, %s, now()
"""

TELLING = "INSERT INTO rights_telling (patient_id, asked_at, told_until) VALUES (%s, now(), now())"
PIECE = """
INSERT INTO releases_piece (id, release_id, number, kind, count, size, sha256, sealed)
SELECT gen_random_uuid(), %s, 1, 'Condition', 1, 1, '', ''
"""
RECIPIENT = """
INSERT INTO releases_recipient (id, study_id, public_key, named_by, named_at)
SELECT gen_random_uuid(), %s, 'k', %s, now()
"""
TAKING = "INSERT INTO uses_taking (id, use_id, by, day) SELECT gen_random_uuid(), %s, 'recipient', now()"
LISTING = """
INSERT INTO uses_listing (id, removal_id, recipient, batch, fetched_at)
SELECT gen_random_uuid(), %s, 'University of Fulda', gen_random_uuid(), now()
"""
QUARTER = """
INSERT INTO drills_teamquarter (id, team_id, begins_on, people, drills, safe)
SELECT gen_random_uuid(), gen_random_uuid(), '2026-01-01', 5, 10, 8
"""
ROUNDS = """
INSERT INTO rounds_agreement (id, study_id, digest, charter, attached_by, attached_at) SELECT %(id)s, %(id)s, 'd', '{}', %(id)s, now();
INSERT INTO rounds_seat (agreement_id, sealed, changed_at) SELECT %(id)s, 'x', now();
INSERT INTO rounds_letter (id, agreement_id, digest, content, came_at) SELECT %(id)s, %(id)s, 'd', 'x', now();
INSERT INTO rounds_share (use_id, agreement_id, round, attempt, shared_at) SELECT %(id)s, %(id)s, 1, 1, now();
INSERT INTO rounds_model (id, agreement_id, after, version, sealed, made_at) SELECT %(id)s, %(id)s, 1, 'v', 'x', now();
"""


@pytest.fixture
def a_survey(practice: Practice) -> None:
    """Leave a survey that is over."""
    open_survey(practice.gul.actor)
    close_survey(practice.gul.actor)


@pytest.fixture
def something_put_away(practice: Practice) -> None:
    """Leave a piece of guidance that is not to come again, how it stands with the rules, and a paper on record."""
    check_now(practice.gul.actor)
    yesterday = clock.now().date() - timedelta(days=1)
    show_for_rule(practice.gul.actor, "D20", Shown(yesterday, yesterday + timedelta(days=99), "ab" * 32))
    dismiss(practice.bea.actor, Piece.EXPORT)


@pytest.fixture
def something_researched(practice: Practice) -> None:
    """Leave a study, a question, a budget and an answer, and a text in doubt."""
    until = clock.now().date() + timedelta(days=9)
    plan = Plan("A study", "How many there are", "University of Fulda", (Topic.RESEARCH_SCIENCE,), until)
    study_id = propose_study(practice.fen.actor, plan)
    decide_study(practice.gul.actor, study_id, approves=True)
    preview_cohort(practice.fen.actor, study_id, "Procedure?code=80146002")
    questions = list_releases(practice.fen.actor, study_id).questions
    release_id = ask_for_release(practice.fen.actor, study_id, Wish(next(iter(questions)), ("Condition",)))
    with practice.as_superuser() as superuser:
        superuser.execute(PIECE, [release_id])
        superuser.execute(RECIPIENT, [study_id, release_id])
        superuser.execute(TAKING, [study_id])
        superuser.execute(LISTING, [study_id])
        for statement in ROUNDS.strip().splitlines():
            superuser.execute(statement, {"id": study_id})
    give_budget(practice.gul.actor, study_id, 200)
    ask(practice.fen.actor, study_id, question(Measure.COUNT), 100)
    answer_what_waits()
    took_part = a_patient("Somebody who took part")
    a_use(study_id, {took_part: "p1"})
    who_leaves(took_part)
    a_text_in_doubt(practice.bea.actor)


@pytest.fixture
def something_asked(practice: Practice) -> None:
    """Leave a request, a correction and a code."""
    hanna = register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Hanna Meier"))
    correction = enter_request(practice.gul.actor, hanna, Right.CORRECTION, "It is Mayer", clock.now())
    correct_identity(practice.dua.actor, correction, Identity("Hanna Mayer"))
    hand_out(practice.gul.actor, enter_request(practice.gul.actor, hanna, Right.COPY, "", clock.now()))
    until = clock.now() + timedelta(days=9)
    withhold_name(practice.gul.actor, correction, practice.bea.person, WithheldFor.RIGHTS, "She is threatened", until)
    with practice.as_superuser() as superuser:
        superuser.execute(TELLING, [hanna])


@pytest.fixture
def a_bill(practice: Practice) -> None:
    """Leave a bill, the number of a quarter's cases, and what billing knows of the practice."""
    accept_bill(
        practice.bea.actor, a_visit_that_was_held(practice.bea.actor, a_patient(), video(12)), Stated(), {"88220"}
    )
    elsewhere = a_visit_that_was_held(practice.bea.actor, a_patient(), video(12))
    own_up(practice.bea.actor, elsewhere, App.WHATSAPP, Why.FASTER, "We went on there, the picture froze.")
    count_cases(practice.dua.actor, quarter_of(clock.now()), 100)
    set_terms(practice.max.actor, Terms())


@pytest.fixture
def something_everywhere(
    practice: Practice,
    a_survey: None,
    something_put_away: None,
    something_asked: None,
    a_bill: None,
    something_researched: None,
) -> None:
    """Leave a row also where no consultation leaves one: a glass, a block, a search, an erasure, a breach, a program that was allowed and started."""
    hans = register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Hans Huber", date(1951, 2, 3)))
    break_glass(practice.cem.actor, hans, "Unconscious in the waiting room, medication needed")
    block_person(practice.dua.actor, Purpose.OPERATIONS, hans, practice.cem.person)
    register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Hanna Huber"))
    search_patients(practice.bea.actor, Purpose.TREATMENT, "Huber")
    erase_patient(practice.gul.actor, register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Nobody")))
    now = clock.now()
    add_duties(practice.max.actor, [Shift(practice.cem.person, None, now, now + timedelta(hours=8))])
    note_leaving(practice.max.actor, practice.cem.person, given_at=now, leaves_at=now + timedelta(days=30))
    declare_tie(practice.cem.actor, hans, Kind.NEIGHBOUR)
    put_on_list(practice.gul.actor, hans, Renown.VIP, remark="The mayor")
    keep_home(practice.max.actor, practice.cem.person, Home(phone="030 1234567"))
    breach_by(practice.gul.actor, practice.cem.person, [hans])
    a_drill(practice.bea.actor)
    make_report(practice.bea.actor, text="The letter went to a namesake.", noticed=Noticed.TODAY)
    case = a_case_about(practice.cem.actor, hans)
    ask_person(practice.gul.actor, case, entry_of(case))
    set_budget(practice.gul.actor, 5)
    set_brake(practice.gul.actor, BrakeKind.SLOW_SEARCH, Mode.BY_HAND, 2.0)
    adopt_explanation(practice.gul.actor, proposed(), REMARK)
    a_token(a_program().id, practice.bea.actor, "user/*.rs")
    with practice.as_superuser() as superuser:
        superuser.execute(QUARTER)
        superuser.execute(LAUNCH, [practice.bea.person, practice.held.patient_id])


@pytest.mark.usefixtures("something_everywhere")
def test_with_no_operation_open_every_table_is_empty_to_the_serving_role(practice: Practice) -> None:
    tables = tables_under_row_security(practice)
    assert len(tables) >= 12

    with practice.as_superuser() as all_rows, practice.as_app() as app:
        for table in tables:
            there = all_rows.execute(f"SELECT count(*) FROM {table}").fetchone()
            seen = app.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert there != (0,), f"{table} holds nothing, so nothing was tried"
            assert seen == (0,), table


def test_nobody_is_left_over_from_the_last_operation(practice: Practice) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.bea.person)
        assert app.execute("SELECT count(*) FROM visits_note").fetchone() == (1,)
        app.commit()

        for table in tables_under_row_security(practice):
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_nothing_is_written_either(practice: Practice) -> None:
    with practice.as_superuser() as all_rows, practice.as_app() as app:
        before = all_rows.execute("SELECT sealed FROM visits_note").fetchall()

        assert app.execute("UPDATE visits_note SET sealed = 'x'").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            app.execute(
                "INSERT INTO people_patient (id, sealed, tokens, is_provisional, registered_at)"
                " VALUES (gen_random_uuid(), 'x', '{}', false, now())"
            )

        assert all_rows.execute("SELECT sealed FROM visits_note").fetchall() == before
