"""Vigilance *cannot* look complete where it is blind: whose homes, which patients' addresses and whether a roster is kept is counted on the officer's page, and a case says that its person's home is not known; *nobody* reads there where anybody lives."""

import re

from paravent.access.terms import Purpose, Role
from paravent.people.tests.cast import a_browser_of
from paravent.records.operations import open_chart
from paravent.ties.operations import keep_home
from paravent.ties.terms import Home
from tests.threats.cast import Practice, hired
from tests.threats.red_team.plays import judged
from tests.threats.T124_a_neighbour_behind_the_same_door import DOOR, lives, long_known

HOMES = re.compile(r"(?:Homes|The home) of (\d+) of (\d+) staff")
ADDRESSES = re.compile(r"files? of (\d+) of (\d+) patients")


def told(page: str, of: re.Pattern[str]) -> tuple[int, int]:
    """Return how many are not known, of how many."""
    without, there = (of.search(page) or re.compile("()()").match("")).groups()  # type: ignore[union-attr]
    return int(without or 0), int(there or 0)


def test_the_officer_reads_for_whom_neighbours_are_not_seen(doomed: Practice) -> None:
    nora = hired("Nadja", Role.CLINICIAN)
    neighbour = long_known(nora, "Nino Nachbar")
    officer = a_browser_of(doomed.gul.actor)
    before = officer.get("/vigilance/").content.decode()
    lives(neighbour, DOOR)
    open_chart(nora.actor, Purpose.TREATMENT, neighbour)

    # Missed, and told: the look is no case, and the page says for how many of the staff that is so.
    assert nora.person not in judged(doomed)
    blind = officer.get("/vigilance/").content.decode()
    homes, staff = told(blind, HOMES)
    assert 0 < homes <= staff
    assert told(blind, ADDRESSES)[0] == told(before, ADDRESSES)[0] - 1

    keep_home(doomed.max.actor, nora.person, Home(phone="", street=DOOR, postal_code="12345"))
    (case,) = judged(doomed)[nora.person]
    seeing = officer.get("/vigilance/").content.decode()
    assert told(seeing, HOMES)[0] == homes - 1
    page = officer.get(f"/vigilance/cases/{case.case_id}/").content.decode()
    assert "Where they live is not kept" not in page
    assert "quokka" not in (seeing + page).lower()
