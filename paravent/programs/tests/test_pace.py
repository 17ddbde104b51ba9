"""Programs ask at a measured pace: a secret cannot be guessed by asking on and on."""

from typing import Any

import pytest
from django.test import Client


@pytest.mark.django_db
def test_who_asks_too_often_waits(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"program": "2/m/ip"}

    answers = [client.post("/programs/token", {"grant_type": "refresh_token"}) for _ in range(3)]

    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert answers[2]["Retry-After"] == "60"
