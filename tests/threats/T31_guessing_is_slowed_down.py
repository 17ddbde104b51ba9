"""A stranger *cannot* go on guessing passwords, codes, invitations or enrolment links: after a few attempts a minute the door stays shut, whatever address they claim to come from."""

import pytest
from django.test import Client

from tests.threats.cast import Practice

DOORS = {
    "sign-in": ("/account/login/", {"login": "bea@practice.example", "password": "guess {}"}, 10),
    "invitation": ("/join/present/", {"secret": "{}"}, 20),
    "enrolment": ("/account/enrol/", {"secret": "{}"}, 10),
}


@pytest.mark.parametrize("door", list(DOORS))
@pytest.mark.parametrize("claims", [False, True], ids=["from one address", "claiming others"])
@pytest.mark.usefixtures("practice")
def test_the_door_shuts(door: str, *, claims: bool) -> None:
    path, form, limit = DOORS[door]
    answers = []
    for attempt in range(limit + 5):
        claimed = {"x-forwarded-for": f"192.0.2.{attempt}", "x-real-ip": f"192.0.2.{attempt}"} if claims else {}
        guess = {name: value.format(attempt) for name, value in form.items()}
        answers.append(Client(headers=claimed).post(path, guess))

    assert "Too many" in answers[-1].content.decode() or answers[-1].status_code == 429


def test_the_door_shuts_for_a_right_answer_too(practice: Practice) -> None:
    visit = practice.visit()
    for attempt in range(20):
        Client().post("/join/present/", {"secret": str(attempt)})

    answer = Client().post("/join/present/", {"secret": visit.secret})

    assert answer.status_code == 429


def test_an_unknown_address_answers_as_a_known_one(practice: Practice) -> None:
    del practice
    answers = []
    for login in ("bea@practice.example", "nobody@practice.example"):
        said = Client().post("/account/login/", {"login": login, "password": "guess guess guess"}).content.decode()
        answers.append(said.partition("<main")[2].replace(login, ""))

    assert "csrfmiddlewaretoken" in answers[0]
    assert [line for line in answers[0].splitlines() if "token" not in line] == [
        line for line in answers[1].splitlines() if "token" not in line
    ]
