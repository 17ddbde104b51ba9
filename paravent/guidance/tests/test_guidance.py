"""Guidance where its acts are: who is shown it, what is counted, and what ends it; on the real database and the real pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client

from paravent.access.operation import operation
from paravent.access.terms import Actor, Refused, Role, allow
from paravent.detours.queries import week_of
from paravent.drills.tests.cast import a_drill
from paravent.exercise.reading import scenarios
from paravent.exercise.terms import Topic
from paravent.guidance import operations, steps
from paravent.guidance.models import Count, Dismissed
from paravent.guidance.terms import Act, Arm, Piece
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.ledger.models import Entry
from paravent.people.tests.cast import WORK, a_browser_of, a_patient, at, somebody, the_log_says
from paravent.visits.tests.cast import a_visit_of

pytestmark = pytest.mark.django_db
WHY = "Ali collapsed in the waiting room"


@pytest.fixture
def cem() -> Actor:
    return somebody("Cem", Role.CLINICIAN)


@pytest.fixture
def heads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the coin always show the piece."""
    monkeypatch.setattr(steps, "falls_on_shown", lambda _digest: True)


@pytest.fixture
def tails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the coin never show the piece."""
    monkeypatch.setattr(steps, "falls_on_shown", lambda _digest: False)


def counted() -> list[tuple[str, bool, int, int]]:
    return sorted(Count.objects.values_list("piece", "is_shown", "occasions", "done"))


def lately(piece: Piece, shown: Arm, not_shown: Arm) -> None:
    """Leave counts of a week that is over."""
    week = week_of(clock.now()) - timedelta(weeks=1)
    for is_shown, arm in ((True, shown), (False, not_shown)):
        Count.objects.create(
            week=week, piece=piece, edition=1, is_shown=is_shown, occasions=arm.occasions, done=arm.done
        )


def mastered(actor: Actor, topic: Topic) -> None:
    """Let somebody do every drill of a topic rightly, over and over."""
    for name, one in [(name, one) for name, one in scenarios().items() if one.topic == topic] * 6:
        a_drill(actor, name, act=one.right_act().id)


@pytest.mark.usefixtures("heads")
def test_before_the_glass_it_is_shown_and_the_act_is_counted_once(cem: Actor) -> None:
    ali, browser = a_patient("Ali Demir"), a_browser_of(cem)
    page = browser.get(glass(ali)).content.decode()
    assert 'data-guidance="break-glass"' in page
    assert "It can wait" in page
    browser.get(glass(ali))
    assert counted() == [("break-glass", True, 1, 0)]

    assert 'data-guidance="break-glass"' in browser.post(glass(ali), {"reason": WHY}).content.decode()
    assert browser.post(glass(ali), {"reason": WHY, "look": "second"}).status_code == 302
    assert counted() == [("break-glass", True, 1, 1)]


@pytest.mark.usefixtures("tails")
def test_where_the_coin_says_no_it_is_counted_and_not_shown(cem: Actor) -> None:
    ali, browser = a_patient(), a_browser_of(cem)
    assert "data-guidance" not in browser.get(glass(ali)).content.decode()
    browser.post(glass(ali), {"reason": WHY, "look": "second"})
    assert counted() == [("break-glass", False, 1, 1)]


def glass(ali: PatientId) -> str:
    from django.urls import reverse

    return reverse("emergency:break", args=[ali])


@pytest.mark.usefixtures("heads")
def test_an_export_is_asked_about_and_counted(cem: Actor) -> None:
    ali = a_patient()
    a_visit_of(cem, ali)
    browser, address = a_browser_of(cem), f"/files/{ali}/export/"
    assert f'href="/files/{ali}/"' in browser.get(address).content.decode().split("data-guidance")[1]
    assert browser.post(address).status_code == 200
    assert counted() == [("export", True, 1, 1)]


@pytest.mark.usefixtures("heads")
def test_what_is_refused_is_no_act(cem: Actor) -> None:
    ali, browser = a_patient(), a_browser_of(cem)
    browser.get(f"/files/{ali}/export/")
    assert browser.post(f"/files/{ali}/export/").status_code in {403, 404}
    assert counted() == [("export", True, 1, 0)]


@pytest.mark.usefixtures("heads")
def test_a_link_by_e_mail_is_asked_about_when_that_part_is_unfolded(cem: Actor, settings: object) -> None:
    settings.EMAIL_HOST = "mail.practice.example"  # type: ignore[attr-defined]
    visit, browser = a_visit_of(cem, a_patient()), a_browser_of(cem)
    assert "scan the code" in browser.get(f"/visits/{visit}/guidance/recipient/").content.decode()
    browser.post(f"/visits/{visit}/invitation/send/", {"to": "ali@example.org"})
    assert counted() == [("recipient", True, 1, 1)]


@pytest.mark.usefixtures("heads")
def test_a_note_that_names_somebody_else_is_asked_about_and_changing_it_counts(cem: Actor) -> None:
    browser = a_browser_of(cem)
    for signed, done in (("His wife Anna called.", 1), ("His wife called.", 1)):
        visit = a_visit_of(cem, a_patient())
        address = f"/visits/{visit}/guidance/note/"
        assert "data-guidance" not in browser.post(address, {"subjective": "His wife called."}).content.decode()
        assert "“his wife”" in browser.post(address, {"subjective": "His wife Anna called."}).content.decode()
        answer = browser.post(f"/visits/{visit}/note/sign/", {"subjective": signed, "label": "N", "seen": ""})
        assert answer.status_code == 200, answer.content
        assert Count.objects.get().done == done
    assert counted() == [("third-person", True, 2, 1)]


@pytest.mark.usefixtures("heads")
def test_whoever_has_shown_mastery_is_told_and_counted_nothing(cem: Actor) -> None:
    mastered(cem, Topic.DISCLOSURE)
    assert operations.look_up_needed(cem) == {Piece.EXPORT, Piece.RECIPIENT}
    assert "data-guidance" not in a_browser_of(cem).get(glass(a_patient())).content.decode()
    assert counted() == []


@pytest.mark.usefixtures("heads")
def test_not_again_is_kept_sealed_for_that_person_alone_and_can_be_taken_back(cem: Actor) -> None:
    ali, browser = a_patient(), a_browser_of(cem)
    browser.get(glass(ali))
    gone = browser.post("/guidance/dismiss/", {"piece": "break-glass", "back": glass(ali)})
    assert gone.url == glass(ali)
    assert "data-guidance" not in browser.get(glass(ali)).content.decode()
    assert "data-guidance" in a_browser_of(somebody("Bea", Role.CLINICIAN)).get(glass(ali)).content.decode()
    with operation("test.look", cem, WORK) as op:
        op.require(allow("test"))
        assert b"break-glass" not in bytes(Dismissed.objects.get().sealed)

    assert browser.post("/guidance/dismiss/", {"piece": "export"}, headers={"hx-request": "true"}).content == b""
    assert operations.look_up_needed(cem) == {Piece.RECIPIENT, Piece.THIRD_PERSON}
    browser.post("/guidance/bring-back/")
    assert operations.look_up_needed(cem) == frozenset(Piece)


def test_row_security_shows_it_to_nobody_else_and_lets_nobody_put_away_for_another(cem: Actor) -> None:
    gul = somebody("Gul", Role.DPO)
    operations.dismiss(cem, Piece.EXPORT)
    with operation("test.look", gul, WORK) as op:
        op.require(allow("test"))
        assert not Dismissed.objects.exists()
        assert Dismissed.objects.all().delete()[0] == 0
    with pytest.raises(DatabaseError, match="row-level security"), operation("test.write", gul, WORK) as op:
        op.require(allow("test"))
        Dismissed.objects.create(person_id=uuid4(), sealed=b"x")


def test_putting_away_leads_nowhere_else(cem: Actor) -> None:
    browser = a_browser_of(cem)
    for back in ("https://evil.example/", "//evil.example/", ""):
        assert browser.post("/guidance/dismiss/", {"piece": "export", "back": back}).url == "/"
    assert browser.post("/guidance/dismiss/", {"piece": "Ali Demir"}).status_code == 422


@pytest.mark.usefixtures("heads")
def test_what_changes_nothing_is_retired_and_counted_no_more(cem: Actor) -> None:
    ali, browser = a_patient(), a_browser_of(cem)
    lately(Piece.BREAK_GLASS, Arm(100, 90), Arm(100, 90))
    before = counted()
    assert "data-guidance" not in browser.get(glass(ali)).content.decode()
    browser.post(glass(ali), {"reason": WHY, "look": "second"})
    assert counted() == before
    assert "data-guidance" in browser.get(f"/files/{ali}/export/").content.decode(), "the others go on"


@pytest.mark.usefixtures("heads")
def test_what_helps_stays(cem: Actor) -> None:
    lately(Piece.BREAK_GLASS, Arm(100, 60), Arm(100, 90))
    assert "data-guidance" in a_browser_of(cem).get(glass(a_patient())).content.decode()


def test_managers_see_what_it_changes_and_nothing_small(cem: Actor) -> None:
    lately(Piece.BREAK_GLASS, Arm(100, 60), Arm(100, 90))
    lately(Piece.EXPORT, Arm(100, 90), Arm(100, 90))
    lately(Piece.RECIPIENT, Arm(9, 7), Arm(9, 9))
    gul = somebody("Gul", Role.DPO)

    found = {one.piece: one for one in operations.see_effects(gul)}
    assert the_log_says(Act.SEE_EFFECTS, "done", "watches")
    glass_, export, recipient = (found[one] for one in (Piece.BREAK_GLASS, Piece.EXPORT, Piece.RECIPIENT))
    assert glass_.effect is not None
    assert (glass_.effect.helps, glass_.is_retired) == (True, False)
    assert export.is_retired
    assert (recipient.shown, recipient.effect) == (None, None)

    page = a_browser_of(gul).get("/guidance/").content.decode()
    assert "40 of 100" in page
    assert "Too few to be told yet" in page
    with pytest.raises(Refused, match="only-managers-see-trends"):
        operations.see_effects(cem)
    assert a_browser_of(cem).get("/guidance/").status_code == 403


def test_the_log_says_neither_which_nor_what_came_of_it(cem: Actor) -> None:
    operations.look_up_needed(cem)
    assert the_log_says(Act.LOOK_UP, "done", "practises")
    operations.dismiss(cem, Piece.EXPORT)
    assert the_log_says(Act.DISMISS, "done", "practises")
    operations.bring_back(cem)
    assert the_log_says(Act.BRING_BACK, "done", "practises")
    from paravent.ledger.models import Detail

    with operation("test.look", cem, WORK) as op:
        op.require(allow("test"))
        lines = list(Detail.objects.filter(act__startswith="guidance."))
        assert len(lines) == 3
        assert all(line.facts == {} and line.patient_id is None and line.visit_id is None for line in lines)

    before = Entry.objects.count()
    operations.come_upon(cem.person, Piece.EXPORT, "x")
    operations.note_done(cem.person, Piece.EXPORT, "x")
    assert Entry.objects.count() == before


def test_the_coin_is_fair_and_the_same_for_whoever_looks_again_in_a_week(cem: Actor) -> None:
    tossed = [steps.falls_on_shown(steps.occasion(cem.person, Piece.EXPORT, str(n))) for n in range(400)]
    assert 140 < sum(tossed) < 260
    again = steps.occasion(cem.person, Piece.EXPORT, "1")
    assert again == steps.occasion(cem.person, Piece.EXPORT, "1")
    assert str(cem.person) not in again
    with at(clock.now() + timedelta(days=7)):
        assert steps.occasion(cem.person, Piece.EXPORT, "1") != again


def test_strangers_are_told_and_counted_nothing() -> None:
    assert b"data-guidance" not in Client().get(f"/visits/{uuid4()}/guidance/recipient/").content
    assert Client().post("/guidance/dismiss/", {"piece": "export"}).status_code in {302, 403}
    assert counted() == []
