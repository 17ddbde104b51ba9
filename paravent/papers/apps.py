"""Django's name for this package."""

from django.apps import AppConfig


class Papers(AppConfig):
    """The papers package."""

    name = "paravent.papers"
