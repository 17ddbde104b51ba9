"""Django's name for this package."""

from django.apps import AppConfig


class Interop(AppConfig):
    """The interop package."""

    name = "paravent.interop"
