"""Django's name for this package."""

from django.apps import AppConfig


class Copies(AppConfig):
    """The copies package."""

    name = "paravent.copies"
