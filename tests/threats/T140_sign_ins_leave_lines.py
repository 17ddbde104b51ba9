"""Whoever signs in, fails to, signs out or changes how somebody signs in *cannot* do so without a line in the log: where none can be written, no session begins and no passkey, code or password is added. A flood of attempts *cannot* bury other lines, and what was typed stands in none."""

import pytest
from django.core.cache import cache
from django.test import Client

from paravent.kernel.ids import NOBODY
from paravent.ledger.models import Entry
from paravent.people.tests.cast import newest_lines
from paravent.people.tests.test_sign_in import sign_in, with_passkey

pytestmark = pytest.mark.django_db
TYPED = "my-secret-Passw0rd"


@pytest.fixture(autouse=True)
def nobody_has_tried() -> None:
    cache.clear()


def test_a_password_in_the_field_of_the_name_is_kept_nowhere() -> None:
    Client().post("/account/login/", {"login": f"{TYPED}@practice.example", "password": TYPED})

    (line,) = newest_lines(1)
    assert line.act == "session.begin"
    assert (line.outcome, line.because, line.facts) == ("refused", "nobody-called-so", {"tries": "1"})
    kept = [str(told) for told in newest_lines(100)] + [bytes(entry.leaf).decode() for entry in Entry.objects.all()]
    assert kept
    assert TYPED.lower() not in " ".join(kept).lower()


def test_attempts_at_a_known_account_are_lines_of_that_account() -> None:
    _, device, person = with_passkey()

    sign_in(Client(), "max", TYPED)
    device.sign_in(Client())

    right, wrong = newest_lines(2)
    assert (right.actor, right.outcome, right.because) == (person, "done", "two-factors-shown")
    assert (wrong.actor, wrong.outcome, wrong.because) == (person, "refused", "wrong-password")


def test_a_flood_from_one_network_stays_a_handful_of_lines() -> None:
    stranger = Client()

    for attempt in range(30):
        sign_in(stranger, f"nobody{attempt}", TYPED)

    told = newest_lines(100)
    assert [line.facts["tries"] for line in told] == ["8", "4", "2", "1", "1"]
    assert {(line.act, line.actor) for line in told} == {("session.begin", NOBODY)}
