"""Logs without personal data: exceptions are told by type and place, never by message; no id of anybody."""

import logging
import re
import traceback
from types import TracebackType

# Ids of patients and visits stand in our addresses. By them, a log beside the database would tell who asked for whom.
SOMEBODY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


class TypesOnly(logging.Filter):
    """Replace an exception's text, which may quote a patient's data, by its type and where it happened; and ids by dots."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place and let it pass."""
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            record.msg, record.args = f"{record.getMessage()} [{kind.__name__} at {_place(trace)}]", ()
        # Without arguments the text is not formatted again: a percent sign in it stays one.
        record.msg, record.args = SOMEBODY.sub("…", record.getMessage()), ()
        record.exc_info, record.exc_text, record.stack_info = None, None, None
        return True


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    own = [frame for frame in frames if "paravent" in frame.filename] or list(frames)
    return f"{own[-1].name}:{own[-1].lineno}" if own else "unknown"
