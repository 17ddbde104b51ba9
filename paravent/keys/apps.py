"""Django's name for this package."""

from django.apps import AppConfig


class Keys(AppConfig):
    """The keys package."""

    name = "paravent.keys"
