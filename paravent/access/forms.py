"""What every form of ours has in common: where what was typed does not do, the server's log says so (OWASP ASVS 7.1.3)."""

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

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
