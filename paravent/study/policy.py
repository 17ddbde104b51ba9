"""Who opens, answers and closes a survey, and what of its counts may be told. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.kernel.crowds import FEWEST
from paravent.kernel.intervals import newcombe, wilson
from paravent.study.terms import FEWEST_TO_JUDGE, FIGURES, Counts, Good, Question, Reply, Share, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paravent.study.terms import Figure

ASKED = frozenset({Role.CLINICIAN, Role.RECEPTION, Role.RESEARCHER})
"""Who is asked about their own work. Whoever runs the practice answers for the practice instead."""
RUNNING = frozenset({Role.ADMINISTRATOR, Role.DPO})


def may_run(actor: Actor) -> Decision:
    """Whoever runs the practice or answers for its data opens, closes, and answers for the practice."""
    return allow("runs-the-survey") if actor.roles & RUNNING else refuse("only-managers-run-surveys")


def may_answer(actor: Actor) -> Decision:
    """Whoever works with patients or their data; whether they have a ticket, the survey finds."""
    return allow("works-in-the-practice") if actor.roles & ASKED else refuse("not-asked")


def may_read(actor: Actor) -> Decision:
    """Everybody who works here: answers are given where one sees what comes of them."""
    return allow("works-in-the-practice") if actor.roles & (ASKED | RUNNING) else refuse("not-signed-in")


def told(counts: Counts) -> Counts:
    """Return what may be told of a survey: yes and no, of questions with enough answers.

    Where one sensitive question may not be told, none is: else it would be known of that one that all are alike.
    """
    kept_back = {question for question in counts if not _is_tellable(question, counts[question])}
    sensitive = {question for question in counts if FIGURES[question].is_sensitive}
    if kept_back & sensitive:
        kept_back |= sensitive
    return {
        question: {reply: said[reply] for reply in (Reply.YES, Reply.NO)}
        for question, said in counts.items()
        if question not in kept_back
    }


def _is_tellable(question: Question, said: dict[Reply, int]) -> bool:
    yes, no = said[Reply.YES], said[Reply.NO]
    is_unanimous = 0 in (yes, no)
    return yes + no >= FEWEST and not (is_unanimous and FIGURES[question].is_sensitive)


def share(hits: int, of: int) -> Share:
    """Return a share with Wilson's interval, in percent; of at least one."""
    low, high = wilson(hits, of)
    return Share(hits, of, 100 * hits / of, 100 * low, 100 * high)


def difference(own: Share, figure: Figure) -> tuple[float, float]:
    """Return between how many percentage points one's own share less the study's lies."""
    low, high = newcombe(own.hits, own.of, figure.hits, figure.of)
    return 100 * low, 100 * high


def verdict(own: Share | None, figure: Figure) -> Verdict:
    """Return what can be said: nothing of fewer than twenty, no difference where the interval holds none."""
    if own is None or own.of < FEWEST_TO_JUDGE:
        return Verdict.TOO_FEW
    low, high = difference(own, figure)
    if low <= 0 <= high:
        return Verdict.NO_DIFFERENCE
    if figure.good == Good.NEITHER:
        return Verdict.DIFFERS
    return Verdict.BETTER if (high < 0) == (figure.good == Good.LESS) else Verdict.WORSE


def sum_told(numbers: Iterable[int | None]) -> int | None:
    """Return the sum of what may be told; none where there is nothing, or where it is too little."""
    total = sum(number or 0 for number in numbers)
    return total if total >= FEWEST else None
