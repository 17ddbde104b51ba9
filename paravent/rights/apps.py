"""Django's name for this package."""

from django.apps import AppConfig


class Rights(AppConfig):
    """The rights package."""

    name = "paravent.rights"
