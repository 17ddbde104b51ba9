"""Visits, standings and questions for tests: a good one of each, to be spoilt one thing at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from paravent.tariff.assessing import assess
from paravent.tariff.assessment import Assessment
from paravent.tariff.evidence import Evidence, Flow
from paravent.tariff.payer import COMMERCIAL, PRIVATE, STATUTORY, Payer
from paravent.tariff.reading import catalogues
from paravent.tariff.standing import Billed, Standing
from paravent.tariff.terms import IdentityCheck, Initiator, Place, Scheme

BEGAN = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
"""A Wednesday, at eleven in Germany."""
VISIT = date(2026, 11, 25)
TODAY = date(2026, 11, 28)
BUSY = Standing(practice_cases=400, video_only_cases=60, unknown_cases=80, video_only_unknown_cases=10)


def talked(minutes: float, *, picture: bool = True, **changes: Any) -> Evidence:
    """Return a visit in Paravent of so many minutes, with or without a picture."""
    seconds = int(minutes * 60)
    flow = Flow(seconds, seconds, seconds)
    evidence = Evidence(
        started_at=BEGAN,
        ended_at=BEGAN + timedelta(seconds=seconds),
        video=flow if picture else Flow(),
        audio=flow,
        tool_name="Paravent 1.0",
        identity_check=IdentityCheck.KNOWN_BY_SIGHT,
        last_in_person_on=date(2026, 5, 4),
        is_new_patient=False,
        place=Place.HOME,
        initiator=Initiator.PATIENT,
        consent_id="c1",
    )
    return replace(evidence, **changes)


def asked(
    evidence: Evidence,
    payer: Payer = STATUTORY,
    standing: Standing = BUSY,
    *,
    visit_on: date = VISIT,
    known_on: date = TODAY,
) -> Assessment:
    """Return the answer to a question, its visit moved to its day."""
    began = datetime.combine(visit_on, evidence.started_at.timetz())
    moved = replace(evidence, started_at=began, ended_at=began + (evidence.ended_at - evidence.started_at))
    return assess(catalogues()[payer.scheme], moved, standing, payer, visit_on=visit_on, known_on=known_on)


def cause(answer: Assessment, code: str) -> str:
    """Return why a code is refused; `billable` where it is proposed, `unknown` where nobody knew of it."""
    if code in answer.by_code:
        return "billable"
    return next((str(refusal.cause) for refusal in answer.refusals if refusal.code == code), "unknown")


def billed(code: str, on: date, *, same_visit: bool = False) -> Billed:
    """Return a code that was accepted on a day at ten."""
    return Billed(code, datetime(on.year, on.month, on.day, 10, tzinfo=UTC), is_same_visit=same_visit)


__all__ = ["BUSY", "COMMERCIAL", "PRIVATE", "TODAY", "VISIT", "Scheme", "asked", "billed", "cause", "talked"]
