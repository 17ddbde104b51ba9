"""Django's name for this package."""

from django.apps import AppConfig


class Detours(AppConfig):
    """The detours package."""

    name = "paravent.detours"
