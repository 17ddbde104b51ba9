"""`make redteam`: play everything, and write docs/red-team.md."""

import sys
from typing import Any

import pytest

from tests.threats.red_team.terms import COLLECTOR, PROPERTY

PLAYS = [
    "tests/threats/red_team",
    "tests/journeys/test_middle.py::test_somebody_elses_keys_show_in_different_pictures",
    "tests/journeys/test_detours.py::test_a_note_that_plans_a_call_elsewhere_offers_to_start_now",
]


class Collector:
    """Keeps what the plays found."""

    def __init__(self) -> None:
        self.plays: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown":
            self.plays += [told for name, told in report.user_properties if name == PROPERTY]  # type: ignore[misc]


class Named(Collector):
    """Registers itself by name: a play asks whether the page is being made anew."""

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(object(), COLLECTOR)


def main() -> int:
    collected = Named()
    code = pytest.main(["-q", *PLAYS], plugins=[collected])
    if code == pytest.ExitCode.OK:
        from tests.threats.red_team.page import PAGE, page

        PAGE.write_text(page(collected.plays))
        print(f"{PAGE.name} is written.")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
