"""Django's name for this package."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """The ledger package."""

    name = "paravent.ledger"
