"""What is ticked."""

from typing import Any

from django import forms
from django.utils.functional import Promise

from paravent.access.forms import Form
from paravent.study.terms import Question, Reply
from paravent.study.words import REPLIES, WORDINGS


class _Ticked(Form):
    """One choice for each question; nothing typed, because words give people away."""

    def __init__(self, *args: Any, asked: dict[Question, Promise], **more: Any) -> None:
        super().__init__(*args, **more)
        for question, words in asked.items():
            self.fields[question.value] = forms.TypedChoiceField(
                label=str(words),
                choices=list(REPLIES.items()),
                coerce=Reply,
                widget=forms.RadioSelect,
            )

    @property
    def replies(self) -> dict[Question, Reply]:
        """Return what was ticked."""
        return {question: self.cleaned_data[question.value] for question in Question}


class Answering(_Ticked):
    """What somebody says about their own work."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, asked={one: words.person for one, words in WORDINGS.items()}, **more)


class Stating(_Ticked):
    """What the practice says of itself, as the study's providers did."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, asked={one: words.practice for one, words in WORDINGS.items()}, **more)
