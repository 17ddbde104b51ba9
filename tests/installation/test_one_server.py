"""One data folder, one server: a second one says so, and leaves the first as it was."""

import subprocess

from tests.journeys.practice import Practice, free_port


def test_a_second_server_on_the_same_folder_says_who_is_in_the_way() -> None:
    first = Practice()
    first.start()
    try:
        described = (first.home / "data" / "demo.json").read_text()
        command = first.command("demo", "--port", str(free_port()))
        second = subprocess.run(command, check=False, capture_output=True, env=first.environment(), timeout=60)

        assert second.returncode == 1
        assert b"Another Paravent serves this data folder." in second.stderr
        assert (first.home / "data" / "demo.json").read_text() == described
        first.wait_until_alive()
    finally:
        first.stop()
