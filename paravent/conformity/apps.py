"""Django's name for this package."""

from django.apps import AppConfig


class Conformity(AppConfig):
    """The conformity package."""

    name = "paravent.conformity"
