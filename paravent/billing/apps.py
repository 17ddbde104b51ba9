"""Django's name for this package, and what it serves beside its pages."""

from django.apps import AppConfig


class Billing(AppConfig):
    """The billing package."""

    name = "paravent.billing"

    def ready(self) -> None:
        """Put up what the FHIR server shows of bills."""
        # Models are there only now.
        from paravent.billing.claims import put_up_shelves

        put_up_shelves()
