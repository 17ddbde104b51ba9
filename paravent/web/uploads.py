"""What is sent to us stays in memory; of what is larger than that nothing is kept but how large it is."""

from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.core.handlers.asgi import ASGIHandler

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

Message = Mapping[str, Any]
END = 1024 * 1024
"""Bytes of the end of a body that are kept: what the fields of a form may have together."""


class Pages(ASGIHandler):
    """Django, but for what it does with large bodies: it would write them to a file on the disk, in clear and without end."""

    async def read_body(self, receive: Callable[[], Awaitable[Message]]) -> BytesIO:
        """Return what was sent; of more than memory is given for, the beginning and the end. What lies between is heard and dropped.

        Thus the fields of a form arrive whole, before its file and behind it.
        """
        kept, end, is_more = BytesIO(), bytearray(), True
        while is_more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise RequestAborted
            piece, is_more = message.get("body", b""), message.get("more_body", False)
            room = settings.FILE_UPLOAD_MAX_MEMORY_SIZE - kept.tell()
            kept.write(piece[:room])
            end += piece[room:]
            del end[:-END]
        kept.write(end)
        kept.seek(0)
        return kept


class InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory; of one that is too large it keeps the size, so that a form can say so.

    Django's own leaves it out without a word: whoever chose a file reads that they have to choose one.
    """

    is_kept = True

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Find out whether there is memory for it."""
        super().handle_raw_input(*args, **kwargs)
        self.is_kept, self.activated = self.activated, True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece, where there is memory for it; it is counted all the same."""
        return super().receive_data_chunk(raw_data, start) if self.is_kept else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """Return the file; one that was not kept is larger than any that is taken, whatever came of it."""
        size = file_size if self.is_kept else max(file_size, settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
        return super().file_complete(size)
