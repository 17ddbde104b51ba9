"""What stands at the head of each page: few places, the rest behind *More*, and where one is."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from paravent.access.terms import Actor, Role
from paravent.doubts.terms import ANY_WAITS
from paravent.kernel.ids import PersonId
from paravent.web.context import IN_THE_BAR, shell


def bar(path: str, *roles: Role) -> dict[str, Any]:
    request = RequestFactory().get(path)
    request.actor = Actor(PersonId(uuid4()), frozenset(roles))  # type: ignore[attr-defined]
    found: dict[str, Any] = shell(request)["nav"]
    return found


def labels(places: list[dict[str, Any]]) -> list[str]:
    return [str(place["label"]) for place in places]


@pytest.fixture(params=[False, True], ids=["no text waits", "a text waits"])
def waits(request: pytest.FixtureRequest) -> None:
    """Let it be known whether a text waits before research: clinicians have a place more while one does."""
    cache.set(ANY_WAITS, request.param)


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize("role", Role)
def test_no_role_has_more_places_in_the_bar_than_fit(role: Role) -> None:
    found = bar("/", role)
    assert len(found["shown"]) + bool(found["folded"]) <= IN_THE_BAR
    assert len(found["folded"]) != 1


def test_what_the_data_protection_officer_comes_to_each_day_stands_in_the_bar() -> None:
    found = bar("/", Role.DPO)
    assert labels(found["shown"]) == ["Desk", "Vigilance", "Breaches", "Requests"]
    assert labels(found["folded"]) == ["Emergencies", "Reports", "Research", "Detours", "Other programs", "Conformity"]


def test_a_page_says_in_which_place_it_is_and_more_does_so_for_what_it_folds() -> None:
    assert [place["current"] for place in bar("/vigilance/", Role.DPO)["shown"]] == ["", "page", "", ""]
    assert [place["current"] for place in bar("/vigilance/cases/1/", Role.DPO)["shown"]] == ["", "true", "", ""]
    assert not bar("/vigilance/", Role.DPO)["is_in_folded"]
    assert bar("/conformity/", Role.DPO)["is_in_folded"]
