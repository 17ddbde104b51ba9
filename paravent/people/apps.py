"""Django's name for this package."""

from django.apps import AppConfig


class People(AppConfig):
    """The people package."""

    name = "paravent.people"
