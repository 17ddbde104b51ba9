"""Whoever holds the database and the log *cannot* learn from guidance who was shown which piece, or did the act all the same: a count is a week's and the practice's, the log's lines are the same whatever the coin said, and what somebody has put away is sealed and as long for whichever piece."""

import psycopg
import pytest

from paravent.access.terms import Actor, Role
from paravent.guidance import operations, steps
from paravent.guidance.models import Count
from paravent.guidance.terms import Piece
from paravent.kernel.ids import PatientId
from paravent.ledger.models import Detail, Entry
from paravent.people.tests.cast import a_browser_of, a_patient, somebody
from paravent.web import cluster as embedded

COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
WHY = "Ali collapsed in the waiting room"


@pytest.fixture
def cem(db: None) -> Actor:
    return somebody("Cem", Role.CLINICIAN)


def lines_of_breaking_the_glass(cem: Actor, ali: PatientId) -> list[tuple[str, str, str, list[str]]]:
    """Come upon the piece, do the act all the same, and return what the log holds of it."""
    before = set(Entry.objects.values_list("id", flat=True))
    browser, page = a_browser_of(cem), f"/files/{ali}/break-glass/"
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"reason": WHY, "look": "second"}).status_code == 302
    return sorted(
        (line.act, line.outcome, line.because, sorted(line.facts))
        for line in Detail.objects.exclude(entry_id__in=before)
    )


@pytest.mark.parametrize("shown", [True, False])
def test_the_log_is_the_same_whatever_the_coin_said(
    cem: Actor, monkeypatch: pytest.MonkeyPatch, *, shown: bool
) -> None:
    monkeypatch.setattr(steps, "falls_on_shown", lambda _digest: shown)
    said = lines_of_breaking_the_glass(cem, a_patient("Ali Demir"))
    assert Count.objects.get().is_shown is shown
    monkeypatch.setattr(steps, "falls_on_shown", lambda _digest: not shown)
    assert lines_of_breaking_the_glass(somebody("Bea", Role.CLINICIAN), a_patient("Eve Ek")) == said


@pytest.mark.usefixtures("django_db_setup")
def test_the_counts_have_no_column_for_anybody(cluster: embedded.Cluster) -> None:
    with psycopg.connect(cluster.url(embedded.OWNER)) as connection:
        columns = {name for (name,) in connection.execute(COLUMNS, ["guidance_count"])}
    assert columns == {"id", "week", "piece", "edition", "is_shown", "occasions", "done"}


def test_what_was_put_away_is_as_long_for_whichever(cem: Actor) -> None:
    sizes = set()
    for piece in Piece:
        operations.dismiss(cem, piece)
        sizes.add(sealed_size(cem))
    operations.bring_back(cem)
    operations.dismiss(cem, Piece.EXPORT)
    assert sizes == {sealed_size(cem)}


def sealed_size(actor: Actor) -> int:
    from paravent.access.operation import operation
    from paravent.access.terms import Purpose, allow
    from paravent.guidance.models import Dismissed

    with operation("test.look", actor, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        return len(bytes(Dismissed.objects.get(person_id=actor.person).sealed))
