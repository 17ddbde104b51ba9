"""What a form does not accept leaves a line that says which form, which kind of field and how; what was typed is in none."""

import logging

import pytest
from django import forms

from paravent.access.forms import Form

TYPED = "Ali Demir has a cough"


class Typed(Form):
    """A form with a field that quotes what it does not accept."""

    address = forms.EmailField(max_length=8)
    choice = forms.ChoiceField(choices=[("one", "One")])

    def clean(self) -> None:
        """Find the whole odd, in words of its own."""
        raise forms.ValidationError(TYPED)


def test_a_line_names_form_kind_and_code_and_never_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "paravent.forms")
    form = Typed({"address": TYPED, "choice": TYPED})

    assert not form.is_valid()
    form.add_error("choice", TYPED)

    assert caplog.messages == [
        "Not accepted: Typed, EmailField: invalid, max_length",
        "Not accepted: Typed, ChoiceField: invalid_choice",
        "Not accepted: Typed, the whole: odd",
        "Not accepted: Typed, ChoiceField: odd",
    ]
    assert TYPED in str(form.errors), "the page quotes it, the log does not"


def test_what_is_accepted_leaves_no_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "paravent.forms")

    class Fine(Form):
        name = forms.CharField()

    assert Fine({"name": TYPED}).is_valid()
    assert caplog.messages == []
