"""How severe a breach is, and who works on it."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from paravent.access.terms import Actor, Role
from paravent.breaches import policy
from paravent.breaches.models import Breach
from paravent.breaches.terms import Addressee, Context, Ease, Factors, Level, Loss
from paravent.kernel import clock
from paravent.kernel.ids import PersonId

GUL, MAX, BEA = (PersonId(f"00000000-0000-4000-8000-00000000000{n}") for n in range(1, 4))  # type: ignore[arg-type]
SEEN = Factors(Context.SENSITIVE, Ease.MAXIMUM, Loss.SOME, Loss.NONE, Loss.NONE, is_malicious=False)
LOST = replace(SEEN, confidentiality=Loss.NONE)
NOW = clock.now()
EARLIER = NOW - timedelta(hours=1)
BOTH = frozenset(Addressee)


@pytest.mark.parametrize(
    ("factors", "score", "level"),
    [
        (replace(LOST, context=Context.SIMPLE), "1", Level.LOW),
        (replace(SEEN, context=Context.SIMPLE, is_malicious=True), "1.75", Level.LOW),
        (replace(LOST, context=Context.BEHAVIOURAL), "2", Level.MEDIUM),
        (replace(LOST, ease=Ease.LIMITED, availability=Loss.FULL, integrity=Loss.SOME), "2.75", Level.MEDIUM),
        (replace(LOST, ease=Ease.SIGNIFICANT), "3.00", Level.HIGH),
        (replace(SEEN, context=Context.FINANCIAL, is_malicious=True), "3.75", Level.HIGH),
        (LOST, "4", Level.VERY_HIGH),
        (
            Factors(Context.SENSITIVE, Ease.MAXIMUM, Loss.FULL, Loss.FULL, Loss.FULL, is_malicious=True),
            "6.0",
            Level.VERY_HIGH,
        ),
    ],
)
def test_severity_is_context_times_ease_plus_circumstances(factors: Factors, score: str, level: Level) -> None:
    found = policy.severity(factors)
    assert (found.score, found.level) == (Decimal(score), level)


@pytest.mark.parametrize(
    ("factors", "told"),
    [
        (replace(LOST, context=Context.SIMPLE), set()),
        (replace(LOST, context=Context.BEHAVIOURAL), {Addressee.AUTHORITY}),
        (replace(LOST, context=Context.FINANCIAL), {Addressee.AUTHORITY, Addressee.PATIENTS}),
        (SEEN, {Addressee.AUTHORITY, Addressee.PATIENTS}),
    ],
)
def test_the_authority_is_told_of_a_risk_and_patients_of_a_high_one(factors: Factors, told: set[Addressee]) -> None:
    assert policy.addressees(policy.severity(factors)) == told


@pytest.mark.parametrize("role", Role)
def test_who_works_on_a_breach(role: Role) -> None:
    actor = Actor(BEA, frozenset({role}))
    assert policy.may_handle(actor).allowed == (role == Role.DPO)
    assert policy.may_open(actor).allowed == (role in {Role.DPO, Role.ADMINISTRATOR})


def test_what_is_closed_stays_as_it_is() -> None:
    gul = Actor(GUL, frozenset({Role.DPO}))
    assert policy.may_handle(gul, Breach(closed_at=clock.now())).reason == "closed-already"


def test_it_is_closed_when_everybody_who_has_to_know_was_told() -> None:
    gul, max_ = Actor(GUL, frozenset({Role.DPO})), Actor(MAX, frozenset({Role.ADMINISTRATOR}))
    assert policy.may_close(gul, Breach(), BOTH).reason == "somebody-has-to-be-told"
    assert policy.may_close(gul, Breach(), frozenset()).allowed
    assert policy.may_close(max_, Breach(), frozenset()).reason == "only-dpo-handles-breaches"


@pytest.mark.parametrize(
    ("factors", "authority", "patients", "left"),
    [
        (SEEN, None, None, BOTH),
        (SEEN, NOW, None, {Addressee.PATIENTS}),
        (SEEN, NOW, NOW, set()),
        (SEEN, EARLIER, NOW, {Addressee.AUTHORITY}),
        (SEEN, NOW, EARLIER, {Addressee.PATIENTS}),
        (replace(LOST, context=Context.BEHAVIOURAL), NOW, None, set()),
        (replace(LOST, context=Context.SIMPLE), None, None, set()),
    ],
)
def test_whoever_was_told_before_somebody_was_added_is_told_again(
    factors: Factors, authority: datetime | None, patients: datetime | None, left: set[Addressee]
) -> None:
    told = {Addressee.AUTHORITY: authority, Addressee.PATIENTS: patients}
    added = dict.fromkeys(Addressee, NOW)
    assert policy.to_tell(policy.severity(factors), told, added) == left


def test_where_nobody_is_known_and_nothing_is_assessed_nobody_is_told_anything() -> None:
    told, nothing = dict.fromkeys(Addressee, NOW), dict.fromkeys(Addressee)
    assert policy.to_tell(policy.severity(SEEN), told, nothing) == set()
    assert policy.to_tell(None, nothing, nothing) == set()
