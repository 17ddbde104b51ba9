"""The sample program: registered as any other, at the address of the demonstration and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import path

from paravent.access.terms import Purpose, Role
from paravent.people.tests.cast import newest_lines, somebody
from paravent.programs.operations import revoke_program
from paravent.programs.queries import programs
from paravent.web import urls
from paravent.web.demo_program import NAME, ensure_program, sample_program

pytestmark = pytest.mark.django_db
PLACE = "/demo/blood-pressures/"
urlpatterns = [*urls.urlpatterns, path(PLACE.removeprefix("/"), sample_program, name="demo_program")]


@pytest.fixture
def demo(settings: Any) -> None:
    """Serve what only a demonstration serves."""
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def ensured(db: None, demo: None) -> Callable[[], None]:
    """Return what a start of the demonstration does about its program."""
    administrator, officer = somebody("Max", Role.ADMINISTRATOR), somebody("Gül", Role.DPO)
    return lambda: ensure_program(administrator, officer)


def test_it_is_not_there_outside_a_demonstration() -> None:
    assert Client().get(PLACE).status_code == 404


def test_one_registers_it_another_approves_it_and_both_stand_in_the_log(ensured: Callable[[], None]) -> None:
    ensured()

    (program,) = programs()
    assert program.is_active
    assert program.registered_by != program.approved_by
    assert program.description.purposes == (Purpose.TREATMENT,)
    assert {line.act for line in newest_lines(2)} == {"program.register", "program.approve"}
    page = Client().get(PLACE).content.decode()
    assert f'data-sample="{program.program_id}"' in page


def test_a_second_start_makes_no_second_program(ensured: Callable[[], None]) -> None:
    ensured()
    ensured()

    assert [one.description.name for one in programs()] == [NAME]


def test_what_somebody_ended_stays_ended(ensured: Callable[[], None]) -> None:
    ensured()
    revoke_program(somebody("Zoe", Role.DPO), programs()[0].program_id)

    ensured()

    assert [one.is_active for one in programs()] == [False]
    page = Client().get(PLACE).content.decode()
    assert 'data-sample=""' in page
    assert 'data-state="ended"' in page


def test_on_another_port_it_is_registered_anew_and_nobody_comes_back_to_the_old_one(
    settings: Any, ensured: Callable[[], None]
) -> None:
    ensured()
    settings.BASE_URL = "http://localhost:8765"

    ensured()

    live = {one.description.redirect_uris: one.is_active for one in programs()}
    assert live == {
        ("http://localhost:8765/demo/blood-pressures/",): True,
        ("http://localhost:8000/demo/blood-pressures/",): False,
    }
