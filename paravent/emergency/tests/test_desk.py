"""The data-protection officer's desk."""

from datetime import timedelta

from paravent.access.terms import Role
from paravent.kernel import clock
from paravent.ledger.tests.logs import sequenced
from paravent.people.tests.cast import a_browser_of, at, somebody


def test_the_desk_says_that_the_clock_ran_back(fresh_database: str) -> None:
    gul = a_browser_of(somebody("Gul", Role.DPO))
    sequenced(1)
    assert "clock ran back" not in gul.get("/desk/").content.decode()

    with at(clock.now() - timedelta(hours=1)):
        sequenced(1)

    assert "The server's clock ran back: " in gul.get("/desk/").content.decode()
