"""Django's name for this package."""

from django.apps import AppConfig


class Access(AppConfig):
    """The gate."""

    name = "paravent.access"
