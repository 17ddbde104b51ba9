"""Django's name for this package, and what must hold before anything is served."""

from django.apps import AppConfig


class Web(AppConfig):
    """The roof."""

    name = "paravent.web"
