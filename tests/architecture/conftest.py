"""Says at the end of a run how long our functions are."""

from pytest import TerminalReporter  # noqa: PT013 (a type, not a fixture)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Show what tests recorded about the house as a whole."""
    passed = terminalreporter.stats.get("passed", [])
    told = {name: value for report in passed for name, value in report.user_properties}
    if "lines of a function" in told:
        terminalreporter.write_line(f"Lines of a function: {told['lines of a function']}")
