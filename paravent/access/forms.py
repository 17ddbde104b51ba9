"""What every form of ours has in common: where what was typed does not do, the server's log says so (OWASP ASVS 7.1.3)."""

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext

log = logging.getLogger("paravent.forms")


class Form(forms.Form):
    """A form that tells what kind of field was filled in wrongly, and how; never what was typed, nor by whom."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error, and a line to the server's log."""
        super().add_error(field, error)
        wrong = error if isinstance(error, ValidationError) else ValidationError(error)
        errors = wrong.error_dict if hasattr(wrong, "error_dict") else {field: wrong.error_list}
        for name, found in errors.items():
            kind = type(self.fields[name]).__name__ if name in self.fields else "the whole"
            # Codes stand in the program; messages may quote what was typed.
            codes = sorted({one.code or "odd" for one in found})
            log.info("Not accepted: %s, %s: %s", type(self).__name__, kind, ", ".join(codes))


def too_large(largest: int, advice: str | Promise) -> str:
    """Return what is said of a file that has more than so many bytes: how much is the most, and what to do."""
    return gettext("This file is too large: %(most)s MB is the most. %(advice)s") % {
        "most": largest // (1024 * 1024),
        "advice": advice,
    }


class File(forms.FileField):
    """One file up to a size; of a larger one it says so and what to do, also where the server kept nothing of it."""

    def __init__(self, *, largest: int, advice: str | Promise, **more: Any) -> None:
        """Take at most so many bytes, and advise whoever has more."""
        super().__init__(**more)
        self.largest, self.advice = largest, advice

    def to_python(self, data: Any) -> Any:
        """Return the file."""
        if isinstance(data, UploadedFile) and (data.size or 0) > self.largest:
            raise ValidationError(too_large(self.largest, self.advice), code="too-large")
        return super().to_python(data)
