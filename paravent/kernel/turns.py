"""Whoever waits for a page goes first: long work beside the requests pauses while somebody does. Within one process; no Django.

Python runs one thread at a time, and on two cores the database of the one takes what the other needs: a page took 2.6 times as long
while an answer over ten thousand patients was computed (bench/answers.py). ADR 0154.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, local

LONGEST_PAUSE_SECONDS = 0.1
UNDISTURBED_SECONDS = 1.0
"""After the longest pause: whoever is that long in front may be waiting for a lock of the very work that pauses for them."""


class _Thread(local):
    is_behind = False
    undisturbed_until = 0.0


_thread, _changed, _in_front = _Thread(), Condition(), 0


@contextmanager
def in_front() -> Iterator[None]:
    """Do something that somebody waits for."""
    global _in_front  # noqa: PLW0603 (how many are waited for is one number of the process)
    with _changed:
        _in_front += 1
    try:
        yield
    finally:
        with _changed:
            _in_front -= 1
            _changed.notify_all()


@contextmanager
def behind() -> Iterator[None]:
    """Do something that nobody waits for: it gives way wherever it says that it can."""
    _thread.is_behind = True
    try:
        yield
    finally:
        _thread.is_behind = False


def give_way() -> None:
    """Pause while somebody waits for something else, unless somebody waits for this; but not for long, and then not again at once."""
    if not _in_front or not _thread.is_behind or time.monotonic() < _thread.undisturbed_until:
        return
    with _changed:
        if not _changed.wait_for(lambda: not _in_front, LONGEST_PAUSE_SECONDS):
            _thread.undisturbed_until = time.monotonic() + UNDISTURBED_SECONDS
