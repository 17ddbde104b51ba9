"""Whoever comes in by the front door is where their work is."""

from uuid import uuid4

import pytest
from django.test import RequestFactory

from paravent.access.terms import Actor, Role
from paravent.kernel.ids import PersonId
from paravent.web.pages import front_door


@pytest.mark.parametrize(
    ("roles", "place"),
    [
        ({Role.CLINICIAN}, "/today/"),
        ({Role.RECEPTION}, "/today/"),
        ({Role.CLINICIAN, Role.DPO}, "/today/"),
        ({Role.DPO}, "/desk/"),
        ({Role.DPO, Role.ADMINISTRATOR}, "/desk/"),
        ({Role.ADMINISTRATOR}, "/staff/"),
        ({Role.RESEARCHER}, "/research/"),
        ({Role.PAUSED}, "/vigilance/mine/"),
        (set(), "/account/login/"),
    ],
)
def test_everybody_begins_where_their_work_is(roles: set[Role], place: str) -> None:
    request = RequestFactory().get("/")
    request.actor = Actor(PersonId(uuid4()), frozenset(roles))  # type: ignore[attr-defined]

    assert front_door(request)["Location"] == place
