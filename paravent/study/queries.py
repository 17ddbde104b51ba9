"""Reading surveys: the ticket of one person, the box when it is emptied, and what was told."""

import json
from datetime import timedelta
from uuid import UUID

from paravent.detours.queries import trend
from paravent.drills.queries import team_quarters
from paravent.kernel import clock
from paravent.kernel.crowds import FEWEST
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.people.queries import colleagues
from paravent.study import policy
from paravent.study.models import Wave
from paravent.study.terms import (
    FIGURES,
    Counts,
    Measured,
    Question,
    Reply,
    Results,
    Row,
    Share,
    Standing,
    Verdict,
)
from paravent.vigilance.queries import cases_since

DIGITS = 6
"""Sums are written equally long, so that the length of what is sealed tells nothing."""
SPENT, UNSPENT = "1", "0"
LOOKED_BACK = timedelta(weeks=12)
"""Over which weeks Paravent counts what it measured itself."""

Tickets = dict[str, str]


def invited() -> list[UUID]:
    """Return who gets a ticket: active people who work with patients or their data."""
    return [one.person_id for one in colleagues() if one.roles & policy.ASKED]


def sealed_tickets(wave_id: UUID, tickets: Tickets) -> bytes:
    """Return who has a ticket, and whose is spent, as a row keeps it."""
    return sealed_for_practice(json.dumps(tickets, sort_keys=True), ("study", str(wave_id), "tickets"))


def tickets(wave: Wave) -> Tickets:
    """Return whose ticket is spent. When, nobody knows."""
    found: Tickets = json.loads(opened_for_practice(wave.sealed_tickets or b"", ("study", str(wave.id), "tickets")))
    return found


def nothing_yet() -> Counts:
    """Return an empty box."""
    return {question: dict.fromkeys(Reply, 0) for question in Question}


def sealed_box(wave_id: UUID, counts: Counts) -> bytes:
    """Return sums as a row keeps them."""
    written = {one: {reply: f"{said[reply]:0{DIGITS}}" for reply in Reply} for one, said in counts.items()}
    return sealed_for_practice(json.dumps(written, sort_keys=True), ("study", str(wave_id), "box"))


def box(wave: Wave) -> Counts:
    """Return the sums of a survey that is open."""
    found = json.loads(opened_for_practice(wave.sealed_box or b"", ("study", str(wave.id), "box")))
    return {Question(one): {Reply(reply): int(sum_) for reply, sum_ in said.items()} for one, said in found.items()}


def sealed_statement(wave_id: UUID, stated: dict[Question, Reply]) -> bytes:
    """Return what the practice says of itself as a row keeps it."""
    return sealed_for_practice(json.dumps(stated), ("study", str(wave_id), "statement"))


def statement(wave: Wave) -> dict[Question, Reply]:
    """Return what the practice says of itself; nothing where nobody has said it."""
    if wave.sealed_statement is None:
        return {}
    found = json.loads(opened_for_practice(wave.sealed_statement, ("study", str(wave.id), "statement")))
    return {Question(one): Reply(said) for one, said in found.items()}


def open_wave() -> Wave | None:
    """Return the survey that is open, as far as the reader may see it."""
    return Wave.objects.filter(closed_at=None).first()


def closed_waves() -> list[Wave]:
    """Return closed surveys, the newest first."""
    return list(Wave.objects.exclude(closed_at=None).order_by("-closed_at"))


def standing(person_id: UUID, *, runs: bool) -> Standing:
    """Return what somebody finds; whether enough have answered only to whoever closes the survey."""
    closed = tuple((one.id, one.closed_at) for one in closed_waves() if one.closed_at)
    wave = open_wave()
    if wave is None:
        return Standing(closed=closed)
    given = tickets(wave)
    return Standing(
        wave_id=wave.id,
        opened_at=wave.opened_at,
        invited=wave.invited,
        has_ticket=str(person_id) in given,
        has_answered=given.get(str(person_id)) == SPENT,
        is_enough=runs and answered_in(given) >= FEWEST,
        stated=statement(wave) if runs else None,
        closed=closed,
    )


def answered_in(given: Tickets) -> int:
    """Return how many tickets are spent."""
    return sum(one == SPENT for one in given.values())


def measured() -> Measured:
    """Return what Paravent counted itself lately, as far as it may be told; read by the installation."""
    now = clock.now()
    cases = cases_since((now - LOOKED_BACK).date())
    detours = trend(now)
    quarters = team_quarters()
    newest = [one for one in quarters if one.begins_on == quarters[0].begins_on]
    drills = policy.sum_told(one.drills for one in newest)
    return Measured(
        cases=policy.sum_told([len(cases)]),
        unexplained=policy.sum_told([sum(one.unexplained for one in cases)]),
        looks=policy.sum_told([sum(one.accesses for one in cases)]),
        nudges=policy.sum_told(one.lately for one in detours.nudges),
        elsewhere=policy.sum_told(one.lately for one in detours.apps),
        drills=drills,
        safe=None if drills is None else sum(one.safe for one in newest),
    )


def results(wave: Wave) -> Results:
    """Return a closed survey beside the study, and beside the survey before it."""
    if wave.closed_at is None or wave.told is None:
        raise Wave.DoesNotExist
    earlier = Wave.objects.filter(closed_at__lt=wave.closed_at).order_by("-closed_at").first()
    before, stated = _shares(earlier), statement(wave)
    own = _shares(wave)
    return Results(
        wave_id=wave.id,
        opened_at=wave.opened_at,
        closed_at=wave.closed_at,
        invited=wave.invited,
        answered=wave.told["answered"],
        rows=tuple(_row(one, own.get(one), before.get(one), stated.get(one, Reply.UNSAID)) for one in Question),
        measured=Measured(**wave.told["measured"]),
    )


def _shares(wave: Wave | None) -> dict[Question, Share]:
    told = wave.told["counts"] if wave and wave.told else {}
    return {
        Question(one): policy.share(said[Reply.YES], said[Reply.YES] + said[Reply.NO]) for one, said in told.items()
    }


def _row(question: Question, own: Share | None, before: Share | None, stated: Reply) -> Row:
    figure = FIGURES[question]
    verdict = policy.verdict(own, figure)
    low, high = policy.difference(own, figure) if own and verdict != Verdict.TOO_FEW else (None, None)
    return Row(figure, policy.share(figure.hits, figure.of), own, before, verdict, low, high, stated)
