"""What is sent stays in memory, as far as there is memory for it; of the rest a form can still say what is wrong."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import RequestAborted
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from paravent.access.forms import File, Form
from paravent.web import uploads
from paravent.web.uploads import Pages


def heard(*messages: dict[str, Any]) -> Callable[[], Awaitable[dict[str, Any]]]:
    coming = iter(messages)

    async def receive() -> dict[str, Any]:
        return next(coming)

    return receive


def read(*pieces: bytes) -> bytes:
    last = len(pieces) - 1
    messages = [
        {"type": "http.request", "body": piece, "more_body": number < last} for number, piece in enumerate(pieces)
    ]
    return async_to_sync(Pages().read_body)(heard(*messages)).read()


@pytest.mark.parametrize(
    ("pieces", "kept"),
    [
        ((b"",), b""),
        ((b"abc", b"de"), b"abcde"),
        ((b"abcdef",), b"abcdef"),
        ((b"abc", b"defgh", b"ijk"), b"abcdejk"),
        ((b"abcdefghi", b"", b"j", b"k"), b"abcdejk"),
    ],
)
def test_of_a_body_without_room_beginning_and_end_are_kept(
    pieces: tuple[bytes, ...], kept: bytes, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 5
    monkeypatch.setattr(uploads, "END", 2)

    assert read(*pieces) == kept


def test_who_leaves_while_sending_is_not_waited_for() -> None:
    with pytest.raises(RequestAborted):
        async_to_sync(Pages().read_body)(heard({"type": "http.disconnect"}))


class Letter(Form):
    """One file and nothing else."""

    paper = File(largest=2 * 1024 * 1024, advice="Scan it smaller.")


def sent(size: int) -> Letter:
    request = RequestFactory().post("/", {"paper": SimpleUploadedFile("a.pdf", b"x" * size)})
    return Letter(request.POST, request.FILES)


def test_a_file_of_which_nothing_could_be_kept_is_too_large_and_not_missing(settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

    assert sent(2 * 1024 * 1024 + 1).errors == {"paper": ["This file is too large: 2 MB is the most. Scan it smaller."]}


def test_a_file_that_is_as_large_as_it_may_be_is_taken_whole() -> None:
    form = sent(2 * 1024 * 1024)

    assert form.is_valid()
    assert form.cleaned_data["paper"].read() == b"x" * 2 * 1024 * 1024
    assert Letter({}, {}).errors == {"paper": ["This field is required."]}


def test_a_small_file_in_a_body_without_room_is_not_taken_for_an_empty_one(settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
    files = {"paper": SimpleUploadedFile("a.pdf", b"x"), "other": SimpleUploadedFile("b.pdf", b"x" * 3 * 1024 * 1024)}
    request = RequestFactory().post("/", files)

    assert not Letter(request.POST, request.FILES).is_valid()
