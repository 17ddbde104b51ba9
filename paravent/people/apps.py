"""Django's name for this package."""

from importlib import import_module

from django.apps import AppConfig


class People(AppConfig):
    """The people package."""

    name = "paravent.people"

    def ready(self) -> None:
        """Let the log hear of every way to sign in that is added or removed, whoever does it."""
        import_module("paravent.people.adapters")
