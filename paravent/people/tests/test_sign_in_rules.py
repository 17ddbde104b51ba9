"""What a session must have shown before roles count in it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import override_settings

from paravent.people import policy
from paravent.people.standing import methods_in
from paravent.people.terms import InSession, Method

BEA = uuid4()


@pytest.mark.parametrize(
    ("methods", "allowed", "reason"),
    [
        (set(), False, "second-factor-missing"),
        ({Method.PASSWORD}, False, "second-factor-missing"),
        ({Method.CODE}, False, "second-factor-missing"),
        ({Method.ENROLMENT}, False, "second-factor-missing"),
        ({Method.ENROLMENT, Method.PASSWORD}, False, "second-factor-missing"),
        ({Method.PASSKEY}, True, "passkey"),
        ({Method.PASSKEY, Method.PASSWORD}, True, "passkey"),
        ({Method.ENROLMENT, Method.PASSKEY}, True, "passkey"),
        ({Method.PASSWORD, Method.CODE}, True, "code-and-password"),
        ({Method.DEMO_LINK}, True, "demo-link"),
    ],
)
def test_roles_count_after_two_factors(methods: set[Method], allowed: bool, reason: str) -> None:
    decision = policy.may_work(frozenset(methods))

    assert (decision.allowed, decision.reason) == (allowed, reason)


def session(*records: dict[str, Any], of: UUID = BEA, **more: object) -> dict[str, Any]:
    """Return a session as allauth leaves it after these steps."""
    return {
        "account_authentication_methods": list(records),
        "account_authentication_methods_user": str(of),
        **more,
    }


PASSWORD = {"method": "password"}
PASSKEY = {"method": "mfa", "type": "webauthn", "passwordless": True}
TOTP = {"method": "mfa", "type": "totp"}
RECOVERY = {"method": "mfa", "type": "recovery_codes"}


@pytest.mark.parametrize(
    ("records", "methods"),
    [
        ([], set()),
        ([PASSWORD], {Method.PASSWORD}),
        ([PASSKEY], {Method.PASSKEY}),
        ([PASSWORD, TOTP], {Method.PASSWORD, Method.CODE}),
        ([PASSWORD, RECOVERY], {Method.PASSWORD, Method.CODE}),
        ([{"method": "socialaccount"}], set()),
    ],
)
def test_a_session_tells_what_was_shown(records: list[dict[str, Any]], methods: set[Method]) -> None:
    assert methods_in(session(*records), BEA) == methods


def test_what_somebody_else_showed_in_this_browser_does_not_count() -> None:
    assert methods_in(session(PASSKEY, of=uuid4()), BEA) == set()


def test_a_demo_link_counts_only_in_a_demo() -> None:
    marked: dict[str, Any] = {InSession.DEMO: True}

    assert methods_in(marked, BEA) == set()
    with override_settings(PARAVENT_DEMO=True):
        assert methods_in(marked, BEA) == {Method.DEMO_LINK}
