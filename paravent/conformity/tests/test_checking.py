"""What is found is kept with since when, each run leaves one line, and a report is vouched for by the line's receipt."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from paravent.access.operation import operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.conformity import operations, queries
from paravent.conformity.models import Standing as Row
from paravent.conformity.rulebook.installation import Installation
from paravent.conformity.terms import Report, Result, Standing, Stood
from paravent.conformity.tests.cast import NOW, SOUND, but
from paravent.kernel import clock
from paravent.ledger.terms import NotYetProved
from paravent.people.tests.cast import newest_lines, somebody
from paravent.web.lifespan import check_rules
from paravent.web.words import ACTS, REASONS

pytestmark = pytest.mark.django_db
LATE = but("done", overdue_reviews=2)


def found(monkeypatch: pytest.MonkeyPatch, installation: Installation, hours: int) -> Report:
    """Check an installation as it is some hours from now."""
    when = NOW + timedelta(hours=hours)
    monkeypatch.setattr(operations, "gather", lambda _: replace(installation, now=when))
    return operations.check_now(INSTALLATION)


def of(report: Report, rule: str) -> Standing:
    return next(one for one in report.standings if one.checked.rule == rule)


def test_since_when_something_stands_so_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert of(found(monkeypatch, SOUND, 0), "H2").checked.result is Result.PASS
    assert newest_lines(1)[0].facts["changed"].count(":") == len(Row.objects.all())
    found(monkeypatch, LATE, 1)
    late = of(found(monkeypatch, LATE, 2), "H2")
    line = newest_lines(1)[0]

    assert (late.checked.result, late.since, late.seen_at) == (
        Result.FAIL,
        NOW + timedelta(hours=1),
        NOW + timedelta(hours=2),
    )
    assert late.checked.findings[0].numbers == {"number": "2"}
    assert (line.act, line.outcome, line.because, line.facts["changed"]) == (
        "conformity.check",
        "done",
        "checks-itself",
        "",
    )
    assert "fail:2" in line.facts["results"]
    mended = found(monkeypatch, SOUND, 3)
    assert newest_lines(1)[0].facts["changed"] == "H2:pass H5:pass"
    assert of(mended, "H2").since == NOW + timedelta(hours=3)
    assert queries.earlier()["H2"] == (
        Stood(Result.FAIL, NOW + timedelta(hours=1), NOW + timedelta(hours=3)),
        Stood(Result.PASS, NOW, NOW + timedelta(hours=1)),
    )


def test_what_is_changed_in_the_database_alone_the_log_does_not_confirm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "gather", lambda _: replace(SOUND, now=clock.now()))
    operations.check_now(INSTALLATION)
    with unseen("test.look", INSTALLATION, Purpose.OPERATIONS):
        assert queries.unconfirmed() == ()

    changed("H2", Result.PASS, clock.now() - timedelta(days=365))
    changed("H5", Result.HUMAN, clock.now())
    with unseen("test.look", INSTALLATION, Purpose.OPERATIONS):
        assert queries.unconfirmed() == ("H2", "H5")


def changed(rule: str, result: Result, since: datetime) -> None:
    """Let the table say something else of a rule, and no line of the log."""
    with operation("test.make", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        now = clock.now()
        Row.objects.filter(rule=rule, until=None).update(seen_at=now, until=now)
        Row(rule=rule, result=result, findings=[], since=since, seen_at=now).save(force_insert=True)


def test_the_server_looks_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "gather", lambda _: LATE)
    check_rules()
    line = newest_lines(1)[0]

    assert (line.act, line.actor) == ("conformity.check", INSTALLATION.person)


def test_failures_come_first_and_what_is_gone_from_the_book_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    report = found(monkeypatch, LATE, 0)
    Row.objects.create(rule="R99", result="fail", findings=[], since=NOW, seen_at=NOW)

    assert [one.checked.rule for one in report.standings[:2]] == ["H2", "H5"]
    assert report.has_failures
    assert {one.checked.rule for one in queries.report().standings} == {one.checked.rule for one in report.standings}


def test_a_report_is_vouched_for_by_its_line(monkeypatch: pytest.MonkeyPatch, gul: Actor) -> None:
    found(monkeypatch, SOUND, 0)
    paper = operations.print_report(gul, lambda report: str(len(report.standings)).encode())
    desk = operations.see_conformity(gul)

    assert desk.made[0].sha256 == hashlib.sha256(paper).hexdigest()
    assert desk.report.at == NOW


def test_a_pack_waits_until_the_log_has_signed_its_line() -> None:
    with pytest.raises(NotYetProved):
        operations.receipt_of_pack(operations.pack_evidence(INSTALLATION, lambda _: b""))


def test_others_neither_run_nor_read_it(monkeypatch: pytest.MonkeyPatch, bea: Actor) -> None:
    monkeypatch.setattr(operations, "gather", lambda _: pytest.fail("nothing is gathered for whoever may not"))
    for act in (operations.check_now, operations.see_conformity):
        with pytest.raises(Refused, match="only-managers-read-conformity"):
            act(bea)
        assert newest_lines(1)[0].outcome == "refused"
    with pytest.raises(Refused):
        operations.pack_evidence(somebody("Max", Role.ADMINISTRATOR), lambda _: b"")


def test_what_the_log_says_of_it_is_said_in_words() -> None:
    assert {"conformity.check", "conformity.see", "conformity.print", "conformity.pack"} <= set(ACTS)
    assert {"answers-for-conformity", "checks-itself", "only-managers-read-conformity"} <= set(REASONS)
