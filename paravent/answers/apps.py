"""Django's name for this package."""

from django.apps import AppConfig


class Answers(AppConfig):
    """The answers package."""

    name = "paravent.answers"
