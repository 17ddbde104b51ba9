"""The end of a server: in good order, also when it is told by the system."""

from tests.journeys.practice import Practice


def test_a_server_that_is_told_to_stop_takes_its_database_along() -> None:
    practice = Practice()
    practice.start()
    running = practice.home / "data" / "postgresql" / "postmaster.pid"
    assert running.exists()

    practice.stop()

    assert not running.exists()
