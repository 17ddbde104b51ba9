"""Whoever compares cohorts *cannot* ask about a person, nor go on asking: criteria know no name, number, day or text, seven and fewer are not numbered, ten questions are a study's and six close pairs a person's, over all studies; a new study needs somebody else. Who knows every other member of ten groups *can* guess about the one they do not know, right four times in five, where a coin is right once in two."""

import random
from datetime import timedelta
from uuid import UUID

import psycopg

from paravent.access.terms import Role
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.research.detection import rounded
from paravent.research.operations import decide_study, propose_study
from paravent.research.terms import CLOSE_AT_MOST, MOST_PREVIEWS, Plan
from tests.threats.cast import CLINICAL, WORDS, Colleague, Practice, hired, speak_as

TRIALS = 1500


def an_approved_study(practice: Practice, who: Colleague | None = None) -> UUID:
    """Return a study of Fen's, or of another researcher's, that Gül approved."""
    until = clock.now().date() + timedelta(days=30)
    plan = Plan("Who has what", "To compare cohorts", "University of Fulda", (Topic.RESEARCH_SCIENCE,), until)
    study_id = propose_study((who or practice.fen).actor, plan)
    decide_study(practice.gul.actor, study_id, approves=True)
    return study_id


def asked(who: Colleague, study_id: UUID, criteria: str) -> int:
    """Ask in their browser; returns the status."""
    return who.browser.post(f"/research/{study_id}/", {"criteria": criteria}).status_code


def test_a_person_cannot_be_asked_about(practice: Practice) -> None:
    study_id = an_approved_study(practice)
    held = practice.held.patient_id
    for criteria in (
        f"Patient?name={WORDS['name']}",
        f"Patient?phone={WORDS['phone']}",
        f"Patient?_id={held}",
        "Patient?birthdate=1980-04-17",
        f"Condition?subject=Patient/{held}",
        f"DocumentReference?description={WORDS['title']}",
        "Observation?_lastUpdated=gt2020-01-01",
        "Observation?code:text=temperature",
    ):
        assert asked(practice.fen, study_id, criteria) == 422, criteria


def test_close_questions_end_and_a_second_study_does_not_refill_them(practice: Practice) -> None:
    finn = hired("Finn", Role.RESEARCHER)
    first, second = an_approved_study(practice, finn), an_approved_study(practice, finn)
    whole = "Observation?code=8310-5"
    answers = [asked(finn, first, whole)]
    answers += [asked(finn, first, f"{whole}\nPatient?birthdate=ge{year}") for year in (1960, 1970, 1980)]
    assert answers == [302] * 4
    assert asked(finn, first, f"{whole}\nPatient?birthdate=ge1981") == 403
    assert asked(finn, second, f"{whole}\nPatient?birthdate=ge1981") == 403
    assert asked(finn, first, whole) == 302

    page = finn.browser.get(f"/research/{first}/").content.decode()
    assert page.count("Seven or fewer") == 4
    refusals = [line for line in practice.log("research.preview") if line[0] == "refused"]
    assert [(line[1], line[2], line[3]) for line in refusals[-2:]] == [("previews-too-close", finn.person, None)] * 2
    assert {line[3] for line in practice.log("research.count")} == {None}


def test_she_finds_nobody_behind_the_numbers(practice: Practice) -> None:
    an_approved_study(practice)
    for page in ("/research/", f"/files/{practice.held.patient_id}/", "/rights/"):
        said = practice.fen.browser.get(page).content.decode()
        assert not [name for name in CLINICAL if WORDS[name] in said]
    with practice.as_app() as app:
        for purpose in ("HRESCH", "PATRQT", "TREAT"):
            speak_as(app, practice.fen.person, purpose=purpose)
            for table in ("records_resource", "people_patient", "consent_consent", "keys_patientkey"):
                assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), (table, purpose)
            app.commit()


def test_nobody_approves_themselves_not_even_by_sql(practice: Practice) -> None:
    until = clock.now().date() + timedelta(days=30)
    mine = propose_study(practice.fen.actor, Plan("Mine", "To see", "Me myself", (Topic.RESEARCH_AI,), until))
    assert practice.fen.browser.post(f"/research/{mine}/decide/", {"decision": "approve"}).status_code == 403
    assert asked(practice.fen, mine, "Condition?code=1") == 403
    with practice.as_app() as app:
        speak_as(app, practice.fen.person, purpose="HRESCH")
        try:
            app.execute(
                "UPDATE research_study SET is_approved = true, decided_by = gen_random_uuid(), decided_at = now()"
            )
        except psycopg.errors.InsufficientPrivilege:
            app.rollback()
        assert app.execute("SELECT count(*) FROM research_study WHERE is_approved AND title = 'Mine'").fetchone() == (
            0,
        )


# How well somebody guesses who knows much already


def chance_of(shown: int | None, count: int) -> float:
    """Return how likely a count is shown like this."""
    if count <= 7:
        return float(shown is None)
    below, over = divmod(count, 5)
    likely = {max(2, below) * 5: 1 - over / 5}
    likely[max(2, below + 1) * 5] = likely.get(max(2, below + 1) * 5, 0.0) + over / 5
    return likely.get(shown or 0, 0.0)


def guesses(of_trial: random.Random, questions: int) -> bool:
    """Tell whether somebody who knows all other members guesses right about the one that is left, by the best rule there is."""
    is_in = of_trial.random() < 0.5
    with_them, without = 1.0, 1.0
    for one in range(questions):
        others = of_trial.randint(8, 60)
        shown = rounded(others + is_in, of_trial.randbytes(32), str(one))
        with_them *= chance_of(shown, others + 1)
        without *= chance_of(shown, others)
    if with_them == without:
        return of_trial.random() < 0.5
    return (with_them > without) == is_in


def compares(of_trial: random.Random) -> bool:
    """Tell whether somebody who knows nobody guesses right by the differences of as many close pairs as there may be."""
    is_in = of_trial.random() < 0.5
    difference = 0
    for one in range(CLOSE_AT_MOST):
        count, key = of_trial.randint(12, 60), of_trial.randbytes(32)
        difference += (rounded(count + is_in, key, f"with {one}") or 0) - (rounded(count, key, f"without {one}") or 0)
    return (difference > CLOSE_AT_MOST / 2) == is_in


def test_how_often_a_guess_is_right_is_what_is_said() -> None:
    chance = random.Random(11)
    knowing = sum(guesses(chance, MOST_PREVIEWS) for _ in range(TRIALS)) / TRIALS
    comparing = sum(compares(chance) for _ in range(TRIALS)) / TRIALS

    assert 0.75 < knowing < 0.85
    assert 0.55 < comparing < 0.72
