"""From which session and which network a line came is kept beside the log, blinded, and goes after 90 days."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection

from paravent.access.terms import INSTALLATION, Actor
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.ledger.models import Pending, Whence
from paravent.people.tests.cast import a_browser_of
from paravent.visits.operations import forget_connections
from paravent.web.actors import place_of, place_of_socket

pytestmark = pytest.mark.django_db

HERE, NEXT_DOOR, ELSEWHERE = "192.0.2.17", "192.0.2.99", "198.51.100.4"


def speak_as(person: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'HOPERAT')", [person])


def whence_of_the_newest_line() -> tuple[int | None, int | None] | None:
    speak_as(INSTALLATION.person)
    entry = Pending.objects.order_by("-arrival").values_list("entry_id", flat=True)[0]
    return Whence.objects.filter(pk=entry).values_list("device", "place").first()


def look(browser: Any, address: str) -> tuple[int, int]:
    assert browser.get("/my-accesses/", REMOTE_ADDR=address).status_code == 200
    found = whence_of_the_newest_line()
    assert found is not None
    device, place = found
    assert device is not None
    assert place is not None
    return device, place


def test_one_account_in_two_browsers_and_two_networks_is_told_apart(bea: Actor) -> None:
    one, another = a_browser_of(bea), a_browser_of(bea)

    here, next_door = look(one, HERE), look(another, NEXT_DOOR)
    elsewhere = look(one, ELSEWHERE)

    assert here[0] == elsewhere[0] != next_door[0]
    assert here[1] == next_door[1] != elsewhere[1]
    assert all(0 <= number < 2**63 for number in (*here, *elsewhere))


def test_what_the_installation_does_by_itself_comes_from_nowhere(ali: PatientId) -> None:
    assert whence_of_the_newest_line() is None


def test_nobody_but_the_installation_reads_it(bea: Actor, gul: Actor, ali: PatientId) -> None:
    look(a_browser_of(bea), HERE)

    for reader in (bea.person, gul.person, ali):
        speak_as(reader)
        assert not Whence.objects.exists()


def test_it_is_forgotten_after_90_days_and_not_a_day_before() -> None:
    now = clock.now()
    rows = [
        Whence(entry_id=f"00000000-0000-0000-0000-0000000000{days}", at=now - timedelta(days=days)) for days in (89, 91)
    ]
    speak_as(INSTALLATION.person)
    Whence.objects.bulk_create(rows)
    assert Whence.objects.filter(at__gte=now - timedelta(days=90)).delete()[0] == 0

    forget_connections(INSTALLATION)

    assert [row.at for row in Whence.objects.all()] == [now - timedelta(days=89)]


def test_a_line_from_somewhere_is_not_moved_elsewhere(bea: Actor) -> None:
    look(a_browser_of(bea), HERE)

    with pytest.raises(DatabaseError, match="permission denied"):
        Whence.objects.update(place=1)


def test_behind_a_proxy_the_address_is_what_the_proxy_added(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert place_of(HERE, f"{ELSEWHERE}") == place_of(NEXT_DOOR, "")

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert place_of("127.0.0.1", f"{ELSEWHERE}, {HERE}") == place_of(NEXT_DOOR, "")


def test_a_socket_comes_from_the_same_place_as_a_page(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert place_of_socket({"client": [HERE, 40000], "headers": []}) == place_of(NEXT_DOOR, "")

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    behind = {"client": ["127.0.0.1", 1], "headers": [(b"x-forwarded-for", HERE.encode())]}
    assert place_of_socket(behind) == place_of(NEXT_DOOR, "")
    assert place_of_socket({"client": None}) is None
