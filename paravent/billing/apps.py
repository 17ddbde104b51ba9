"""Django's name for this package."""

from django.apps import AppConfig


class Billing(AppConfig):
    """The billing package."""

    name = "paravent.billing"
