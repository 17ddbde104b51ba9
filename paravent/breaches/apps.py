"""Django's name for this package."""

from django.apps import AppConfig


class Breaches(AppConfig):
    """The breaches package."""

    name = "paravent.breaches"
