"""The server's own log tells where something went wrong and never what was said."""

import logging
import sys

import pytest
from django.conf import settings
from django.test import Client

from paravent.web.logging import TypesOnly

SECRET = "Ali Demir has a cough"


def written(message: str, *args: object, error: Exception | None = None) -> str:
    """Return a line as the configured handler writes it."""
    info = None
    if error is not None:
        try:
            raise error
        except Exception:  # noqa: BLE001 (any error is told alike)
            info = sys.exc_info()
    record = logging.LogRecord("paravent", logging.ERROR, __file__, 1, message, args, info)
    assert TypesOnly().filter(record)
    return logging.Formatter(settings.LOGGING["formatters"]["plain"]["format"]).format(record)


def test_an_error_is_told_by_its_type_and_place() -> None:
    line = written("Something failed", error=ValueError(SECRET))

    assert "Something failed [ValueError at written:" in line
    assert SECRET not in line
    assert "Traceback" not in line


def test_what_an_error_came_from_is_not_told_either() -> None:
    error = RuntimeError("outer")
    error.__cause__ = ValueError(SECRET)

    assert SECRET not in written("Something failed", error=error)


def test_an_address_loses_whose_file_it_is() -> None:
    line = written("Forbidden: %s", "/files/836f672c-e9b7-5026-a31e-3bb40fc5f683/")

    assert line.endswith("Forbidden: /files/…/")


def test_a_line_without_an_error_is_written_as_it_is() -> None:
    assert written("Started on port %d", 8000).endswith("Started on port 8000")


def test_an_error_with_placeholders_in_its_line_is_told_once() -> None:
    assert "at 100% of 3 [" in written("at 100%% of %d", 3, error=ValueError(SECRET))


def test_the_filter_sits_on_every_handler() -> None:
    handlers = settings.LOGGING["handlers"].values()

    assert handlers
    assert all("no_content" in handler["filters"] for handler in handlers)
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []


@pytest.mark.django_db
def test_what_a_page_chokes_on_does_not_reach_the_servers_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def choke(_: object) -> None:
        raise ValueError(SECRET)

    stderr = next(handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)
    monkeypatch.setattr(stderr, "stream", sys.stderr)
    monkeypatch.setattr("paravent.web.answers.reason_in_words", choke)
    monkeypatch.setattr("paravent.visits.operations.list_day", choke)
    page = Client(raise_request_exception=False).get("/visits/taken/?clinician=00000000-0000-0000-0000-000000000000")

    assert page.status_code == 500
    said = capsys.readouterr().err
    assert "[TypeError at _booked_on:" in said
    assert SECRET not in said + page.content.decode()
