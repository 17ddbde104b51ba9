"""Each template explains what it says, and narrowly not what it does not say."""

from typing import Any

import pytest

from paravent.judgement.explanations import CARD, CLAIMS, PATHS, explain
from paravent.judgement.tests.cast import BEA, CEM, DUA, EVE, GUL, frames, look

DAY = 24.0
VISIT = {"visit": 17}
TEAM = {"team": 7}
MET = {**VISIT, "joined_at": 9.0, "ended_at": 9.4}

AT_ONCE = {**VISIT, "made_by": BEA, "made_at": 8.5}
TWO = [look(10), look(50, patient=EVE)]
BEFORE = {
    **MET,
    "visit": 3,
    "made_at": -900.0,
    "starts_at": -800.0,
    "ends_at": -799.0,
    "joined_at": -800.0,
    "ended_at": -799.5,
}
OLD = {**TEAM, "ends_at": 900 * DAY}
FILED = look(39 * DAY, actor=9, act="fhir.create")
PROGRAM = [{"person": 9, "role": "program"}]

HOLDS: list[tuple[str, dict[str, Any]]] = [
    ("visit", {"accesses": [look(10)], "visits": [VISIT]}),
    ("referral", {"accesses": [look(10)], "relations": [{"person": BEA, "why": "referral", "made_by": CEM}]}),
    ("booking", {"accesses": [look(-47, actor=DUA)], "visits": [VISIT]}),
    ("team", {"accesses": [look(10)], "memberships": [{"person": BEA, **TEAM}], "relations": [TEAM]}),
    (
        "duty",
        {
            "accesses": [look(10)],
            "duties": [{"person": BEA, **TEAM, "starts_at": 8.0, "ends_at": 16.0}],
            "relations": [TEAM],
        },
    ),
    (
        "on-call",
        {
            "accesses": [look(9.2)],
            "duties": [{"person": BEA, "starts_at": 8.0, "ends_at": 16.0}],
            "visits": [{**VISIT, "clinician": CEM, "is_spontaneous": True}],
        },
    ),
    (
        "day-list",
        {
            "accesses": [look(10, actor=DUA)],
            "roles": [{"person": DUA, "role": "reception"}],
            "visits": [{**VISIT, "made_by": BEA, "joined_at": 9.0}],
        },
    ),
    (
        "desk-call",
        {
            "accesses": [look(90 * DAY, actor=DUA, act="patient.see")],
            "roles": [{"person": DUA, "role": "reception"}],
            "visits": [MET],
        },
    ),
    (
        "result",
        {
            "accesses": [look(90 * DAY, actor=9, act="fhir.create")],
            "roles": [{"person": 9, "role": "program"}],
            "visits": [MET],
        },
    ),
    (
        "billing",
        {
            "accesses": [look(40 * DAY, actor=DUA, purpose="HPAYMT"), look(130 * DAY, actor=CEM, patient=EVE)],
            "roles": [{"person": DUA, "role": "reception"}],
            "visits": [MET],
        },
    ),
    (
        "own-request",
        {
            "accesses": [look(40 * DAY, actor=DUA, purpose="PATRQT")],
            "roles": [{"person": DUA, "role": "reception"}],
            "visits": [MET],
        },
    ),
    (
        "review",
        {
            "accesses": [look(30, actor=GUL)],
            "roles": [{"person": GUL, "role": "dpo"}],
            "glasses": [{"opened_at": 10.0, "closes_at": 11.0}],
        },
    ),
    (
        "handover",
        {
            "accesses": [look(10, actor=CEM)],
            "memberships": [{"person": BEA, **TEAM}, {"person": CEM, **TEAM}],
            "visits": [VISIT],
        },
    ),
    (
        "substitution",
        {
            "accesses": [look(10, actor=CEM)],
            "memberships": [{"person": BEA, **TEAM}],
            "duties": [{"person": CEM, **TEAM, "starts_at": 8.0, "ends_at": 16.0}],
            "visits": [VISIT],
        },
    ),
    ("standing", {"accesses": [look(40 * DAY)], "memberships": [{"person": BEA, **TEAM}], "relations": [OLD]}),
    (
        "standing-duty",
        {
            "accesses": [look(40 * DAY)],
            "duties": [{"person": BEA, **TEAM, "starts_at": 40 * DAY, "ends_at": 41 * DAY}],
            "relations": [OLD],
        },
    ),
    (
        "old-place",
        {
            "accesses": [look(90 * DAY)],
            "memberships": [{"person": BEA, **TEAM}],
            "relations": [OLD],
            "duties": [{"person": BEA, **TEAM, "starts_at": 8.0, "ends_at": 16.0}],
        },
    ),
    (
        "occasion",
        {
            "accesses": [look(40 * DAY), FILED],
            "roles": PROGRAM,
            "memberships": [{"person": BEA, **TEAM}],
            "relations": [OLD],
        },
    ),
    (
        "duty-occasion",
        {
            "accesses": [look(40 * DAY), FILED],
            "roles": PROGRAM,
            "duties": [{"person": BEA, **TEAM, "starts_at": 40 * DAY, "ends_at": 41 * DAY}],
            "relations": [OLD],
        },
    ),
    ("own-act", {"accesses": [look(10, act="patient.register")]}),
    (
        "phantom-visit",
        {
            "accesses": [look(10)],
            "visits": [
                {
                    **VISIT,
                    "made_by": BEA,
                    "made_at": 9.9,
                    "starts_at": 30.0,
                    "ends_at": 31.0,
                    "cancelled_at": 10.1,
                    "cancelled_by": BEA,
                }
            ],
        },
    ),
    ("visit-alone", {"accesses": TWO, "visits": [AT_ONCE]}),
    (
        "visit-alone-elsewhere",
        {"accesses": TWO, "visits": [AT_ONCE, {**BEFORE, "clinician": CEM}]},
    ),
    (
        "visit-missed",
        {
            "accesses": [look(10), look(50, patient=EVE), look(8.6, act="invitation.make", visit=17)],
            "visits": [AT_ONCE],
        },
    ),
    (
        "own-relation",
        {
            "accesses": [look(10)],
            "relations": [{"person": BEA, "why": "referral", "made_by": BEA, "starts_at": 9.9, "ends_at": 10.1}],
        },
    ),
    (
        "self-assigned",
        {
            "accesses": [look(10)],
            "relations": [{"person": BEA, "why": "referral", "made_by": BEA, "starts_at": 9.9, "ends_at": 90.0}],
        },
    ),
    (
        "glass-off-duty",
        {
            "accesses": [look(10.2)],
            "glasses": [{"opened_at": 10.0, "closes_at": 11.0}],
            "duties": [{"person": BEA, "starts_at": 30.0, "ends_at": 38.0}],
        },
    ),
    (
        "glass-beside-duty",
        {
            "accesses": [look(10.2)],
            "glasses": [{"opened_at": 10.0, "closes_at": 11.0}],
            "duties": [
                {"person": BEA, **TEAM, "starts_at": 8.0, "ends_at": 16.0},
                {"person": CEM, "starts_at": 8.0, "ends_at": 16.0},
            ],
        },
    ),
    ("card", {"accesses": [look(10, act="patient.see")]}),
    ("break-glass", {"accesses": [look(10.2)], "glasses": [{"opened_at": 10.0, "closes_at": 11.0}]}),
]

NARROWLY_NOT: list[tuple[str, dict[str, Any]]] = [
    ("visit: weeks too late", {"accesses": [look(9.5 + 31 * DAY)], "visits": [MET]}),
    (
        "visit: cancelled days before",
        {"accesses": [look(10)], "visits": [{**VISIT, "cancelled_at": -30.0, "cancelled_by": DUA}]},
    ),
    ("visit: another patient's", {"accesses": [look(10, patient=EVE)], "visits": [VISIT]}),
    ("referral: ended", {"accesses": [look(101)], "relations": [{"person": BEA, "why": "referral", "made_by": CEM}]}),
    ("booking: a week ago", {"accesses": [look(24 * 5, actor=DUA)], "visits": [{**VISIT, "joined_at": 9.0}]}),
    (
        "team: left it before",
        {"accesses": [look(10)], "memberships": [{"person": BEA, **TEAM, "ends_at": 9.0}], "relations": [TEAM]},
    ),
    (
        "team: joined after it cared",
        {"accesses": [look(102)], "memberships": [{"person": BEA, **TEAM, "starts_at": 101.0}], "relations": [TEAM]},
    ),
    (
        "duty: hours after",
        {
            "accesses": [look(18.1)],
            "duties": [{"person": BEA, **TEAM, "starts_at": 8.0, "ends_at": 16.0}],
            "relations": [TEAM],
        },
    ),
    (
        "on-call: an appointment",
        {
            "accesses": [look(9.2)],
            "duties": [{"person": BEA, "starts_at": 8.0, "ends_at": 16.0}],
            "visits": [{**VISIT, "clinician": CEM}],
        },
    ),
    (
        "day-list: not at reception",
        {"accesses": [look(10, actor=CEM)], "roles": [{"person": CEM}], "visits": [{**VISIT, "joined_at": 9.0}]},
    ),
    (
        "desk-call: the file, not the card",
        {"accesses": [look(90 * DAY, actor=DUA)], "roles": [{"person": DUA, "role": "reception"}], "visits": [MET]},
    ),
    (
        "result: read, not filed",
        {
            "accesses": [look(90 * DAY, actor=9, act="fhir.read")],
            "roles": [{"person": 9, "role": "program"}],
            "visits": [MET],
        },
    ),
    (
        "billing: for treatment",
        {"accesses": [look(40 * DAY, actor=DUA)], "roles": [{"person": DUA, "role": "reception"}], "visits": [MET]},
    ),
    (
        "own-request: never came",
        {"accesses": [look(40 * DAY, actor=DUA, purpose="PATRQT")], "roles": [{"person": DUA, "role": "reception"}]},
    ),
    (
        "review: by somebody else",
        {
            "accesses": [look(30, actor=CEM)],
            "roles": [{"person": CEM}],
            "glasses": [{"opened_at": 10.0, "closes_at": 11.0}],
        },
    ),
    (
        "handover: another team",
        {
            "accesses": [look(10, actor=CEM)],
            "memberships": [{"person": BEA, **TEAM}, {"person": CEM, "team": 8}],
            "visits": [VISIT],
        },
    ),
    ("break-glass: after it closed", {"accesses": [look(11.1)], "glasses": [{"opened_at": 10.0, "closes_at": 11.0}]}),
    (
        "break-glass: not justified",
        {"accesses": [look(10.2)], "glasses": [{"opened_at": 10.0, "closes_at": 11.0, "verdict": "not-justified"}]},
    ),
    (
        "handover: weeks after",
        {
            "accesses": [look(9.5 + 4 * DAY, actor=CEM)],
            "memberships": [{"person": BEA, **TEAM}, {"person": CEM, **TEAM}],
            "visits": [MET],
        },
    ),
    (
        "team: a place of an hour",
        {
            "accesses": [look(10)],
            "memberships": [{"person": BEA, **TEAM, "starts_at": 9.5, "ends_at": 10.5}],
            "relations": [TEAM],
        },
    ),
    ("a refusal is no access to explain", {"accesses": [look(10), look(11, outcome="refused")]}),
]


@pytest.mark.parametrize(("name", "rows"), HOLDS, ids=[name for name, _ in HOLDS])
def test_a_template_explains_what_it_says(name: str, rows: dict[str, Any]) -> None:
    assert explain(frames(**rows))["explanation"].to_list()[0] == name


@pytest.mark.parametrize(("name", "rows"), NARROWLY_NOT, ids=[name for name, _ in NARROWLY_NOT])
def test_and_narrowly_not_what_it_does_not_say(name: str, rows: dict[str, Any]) -> None:
    assert explain(frames(**rows))["explanation"].to_list() == [None]


def test_every_template_and_claim_has_a_frame_in_which_it_holds() -> None:
    assert {name for name, _ in HOLDS} == {one.name for one in (*PATHS, *CLAIMS, CARD)} | {"own-act"}


NARROWLY_ANOTHER: list[tuple[str, dict[str, Any]]] = [
    ("visit-missed", {"accesses": TWO, "visits": [AT_ONCE, BEFORE]}),
    (
        "visit-missed",
        {"accesses": [look(10), look(50, patient=EVE), look(9.2, act="note.write", visit=17)], "visits": [AT_ONCE]},
    ),
    ("visit-alone", {"accesses": TWO, "visits": [AT_ONCE, {**BEFORE, "joined_at": None, "made_by": DUA}]}),
    ("visit-alone", {"accesses": TWO, "visits": [AT_ONCE, {**BEFORE, "clinician": CEM, "joined_at": 8.8}]}),
    (
        "visit-missed",
        {
            "accesses": TWO,
            "visits": [AT_ONCE, {**BEFORE, "clinician": CEM}],
            "memberships": [{"person": one, **TEAM} for one in (BEA, CEM)],
        },
    ),
    (
        "team",
        {
            "accesses": [look(10)],
            "memberships": [{"person": BEA, **TEAM, "starts_at": 5.0}],
            "relations": [TEAM],
            "duties": [{"person": BEA, "team": 8, "starts_at": 8.0, "ends_at": 16.0}],
        },
    ),
    (
        "standing",
        {
            "accesses": [look(40 * DAY), look(32 * DAY, actor=9, act="fhir.create")],
            "roles": PROGRAM,
            "memberships": [{"person": BEA, **TEAM}],
            "relations": [OLD],
        },
    ),
    (
        "standing",
        {
            "accesses": [look(40 * DAY), look(39 * DAY, actor=CEM, act="fhir.create")],
            "roles": PROGRAM,
            "memberships": [{"person": BEA, **TEAM}],
            "relations": [OLD],
        },
    ),
    ("visit", {"accesses": [look(10)], "visits": [{**MET, "made_by": BEA, "made_at": 8.5}]}),
    ("visit", {"accesses": TWO, "visits": [{**VISIT, "made_by": BEA}]}),
    (
        "break-glass",
        {
            "accesses": [look(10.2)],
            "glasses": [{"opened_at": 10.0, "closes_at": 11.0}],
            "duties": [{"person": BEA, "starts_at": 8.0, "ends_at": 16.0}],
        },
    ),
    (
        "self-assigned",
        {
            "accesses": [look(10)],
            "relations": [{"person": BEA, "why": "referral", "made_by": BEA, "starts_at": 9.9, "ends_at": 11.0}],
        },
    ),
]


@pytest.mark.parametrize(("name", "rows"), NARROWLY_ANOTHER)
def test_what_narrowly_fails_one_template_falls_to_the_next(name: str, rows: dict[str, Any]) -> None:
    assert explain(frames(**rows)).sort("entry")["explanation"].to_list()[0] == name
