"""Django's name for this package."""

from django.apps import AppConfig


class Reports(AppConfig):
    """The reports package."""

    name = "paravent.reports"
