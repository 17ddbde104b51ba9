"""The data-protection officer erases somebody on a page: found, considered, reasoned, read twice, done, and proved."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from paravent.access.terms import Actor, Refused, Role
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.keys.custody import log_key
from paravent.keys.terms import KeyDestroyed
from paravent.ledger.receipts import check
from paravent.people.tests.cast import a_browser_of, a_patient, at, newest_lines, somebody
from paravent.visits.operations import consider_erasure, erase_patient, find_for_erasure, list_erasures
from paravent.visits.terms import Ground, ReasonTooShort
from paravent.visits.tests.cast import a_visit_of
from paravent.web.lifespan import sequence_and_keep

WHY = "Asked in a letter of 3 November; the last visit was twelve years ago."
FORM = {"ground": "asked", "reason": WHY}


@pytest.fixture
def gul(db: None) -> Actor:
    """Return Gül, the data-protection officer."""
    return somebody("Gul", Role.DPO)


def test_the_way_from_a_request_to_its_receipt(fresh_database: str) -> None:
    officer = somebody("Gul", Role.DPO)
    gul, ali = a_browser_of(officer), a_patient("Ali Demir")
    found = gul.post("/erasures/", {"q": "Demir"}).content.decode()
    assert f"/erasures/{ali}/" in found
    page = f"/erasures/{ali}/"
    assert "What stays, and why" in gul.get(page).content.decode()

    again = gul.post(page, FORM).content.decode()
    assert "Read it once more" in again
    assert WHY in again
    assert list_erasures(officer) == []

    assert gul.post(page, FORM | {"look": "second"}).url == "/erasures/"
    done = gul.get("/erasures/").content.decode()
    assert WHY in done
    assert str(ali) in done
    assert "patients.keyring" in done
    assert gul.get(page).status_code == 410
    assert "Nobody by that name" in gul.post("/erasures/", {"q": "Demir"}).content.decode()

    (erased,) = list_erasures(officer)
    sequence_and_keep()
    receipt = gul.get(f"/my-accesses/{erased.entry_id}/receipt/").content.decode()
    proved = check(receipt, [log_key()]).receipt
    assert (proved.leaf["act"], proved.opens["patient"], proved.opens["facts"]["ground"]) == (
        "patient.erase",
        str(ali),
        "asked",
    )
    assert WHY not in receipt


@pytest.mark.parametrize("form", [{}, {"ground": "asked"}, FORM | {"reason": "because"}, FORM | {"ground": "whim"}])
@pytest.mark.parametrize("look", ["first", "second"])
def test_without_a_ground_and_a_reason_nothing_is_erased(gul: Actor, form: dict[str, str], look: str) -> None:
    ali = a_patient()

    answer = a_browser_of(gul).post(f"/erasures/{ali}/", form | {"look": look})

    assert answer.status_code == 422
    assert list_erasures(gul) == []
    assert consider_erasure(gul, ali).patient.identity.name == "Ali Demir"


def test_the_operation_takes_no_reason_that_says_nothing(gul: Actor) -> None:
    with pytest.raises(ReasonTooShort):
        erase_patient(gul, a_patient(), Ground.MISTAKE, "   oops   ")


DOES: list[Callable[[Actor, PatientId], object]] = [
    lambda who, ali: list_erasures(who),
    lambda who, ali: find_for_erasure(who, "Demir"),
    consider_erasure,
    lambda who, ali: erase_patient(who, ali, Ground.ASKED, WHY),
]


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.RECEPTION, Role.ADMINISTRATOR, Role.RESEARCHER])
@pytest.mark.parametrize("do", DOES)
def test_everybody_else_is_refused_and_the_log_keeps_it(
    db: None, role: Role, do: Callable[[Actor, PatientId], object]
) -> None:
    eve, ali = somebody("Eve", role), a_patient()

    with pytest.raises(Refused, match="not-your-work"):
        do(eve, ali)

    (line,) = newest_lines(1)
    assert (line.outcome, line.actor) == ("refused", eve.person)


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.RECEPTION, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_the_pages_are_closed_to_everybody_else(db: None, role: Role) -> None:
    eve, ali = a_browser_of(somebody("Eve", role)), a_patient()

    for address in ("/erasures/", f"/erasures/{ali}/"):
        assert eve.get(address).status_code == 403
        assert eve.post(address, FORM | {"q": "Demir", "look": "second"}).status_code == 403


def test_a_file_that_must_be_kept_says_until_when(gul: Actor) -> None:
    ali, bea = a_patient(), somebody("Bea", Role.CLINICIAN)
    assert consider_erasure(gul, ali).keep_until is None
    a_visit_of(bea, ali)

    considered = consider_erasure(gul, ali)

    assert considered.is_kept_by_duty
    assert considered.keep_until is not None
    assert considered.keep_until.year == clock.now().year + 10
    assert "does not end that duty" in a_browser_of(gul).get(f"/erasures/{ali}/").content.decode()


def test_a_duty_that_is_over_is_said_to_be_over(gul: Actor) -> None:
    ali, bea = a_patient(), somebody("Bea", Role.CLINICIAN)
    a_visit_of(bea, ali)

    with at(clock.now() + timedelta(days=11 * 366)):
        considered = consider_erasure(gul, ali)

    assert considered.keep_until is not None
    assert not considered.is_kept_by_duty


def test_whoever_is_found_is_told_and_the_line_goes_with_them(gul: Actor) -> None:
    ali, ines = a_patient("Ali Demir"), a_patient("Ines Demir")
    find_for_erasure(gul, "Demir")
    before = consider_erasure(gul, ines).lines

    erase_patient(gul, ali, Ground.ORDERED, WHY)

    assert consider_erasure(gul, ines).lines == before + 1
    with pytest.raises(KeyDestroyed):
        consider_erasure(gul, ali)


def test_who_erased_from_the_command_line_is_told_as_that(gul: Actor) -> None:
    from paravent.access.terms import INSTALLATION

    entry = erase_patient(INSTALLATION, a_patient())

    (erased,) = list_erasures(gul)
    assert (erased.entry_id, erased.reason, erased.by_name) == (entry, "", "")
    assert "From the command line" in a_browser_of(gul).get("/erasures/").content.decode()
