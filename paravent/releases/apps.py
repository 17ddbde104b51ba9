"""Django's name for this package."""

from django.apps import AppConfig


class Releases(AppConfig):
    """The releases package."""

    name = "paravent.releases"
