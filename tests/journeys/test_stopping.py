"""The end of a server: in good order, also when it is told by the system; and that one data folder has one server."""

import subprocess

from tests.journeys.practice import Practice, free_port


def test_a_server_that_is_told_to_stop_takes_its_database_along(practice: Practice) -> None:
    running = practice.home / "data" / "postgresql" / "postmaster.pid"
    # Whoever ended without a word must not be counted as somebody who still uses it.
    practice.kill()
    practice.start()
    assert running.exists()

    practice.stop()

    try:
        assert not running.exists()
    finally:
        practice.start()


def test_a_second_server_on_the_same_folder_says_who_is_in_the_way(practice: Practice) -> None:
    described = (practice.home / "data" / "demo.json").read_text()

    command = practice.command("demo", "--port", str(free_port()))
    second = subprocess.run(command, check=False, capture_output=True, env=practice.environment(), timeout=60)

    assert second.returncode == 1
    assert b"Another Paravent serves this data folder." in second.stderr
    assert (practice.home / "data" / "demo.json").read_text() == described
    practice.wait_until_alive()
