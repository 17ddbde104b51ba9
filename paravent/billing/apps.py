"""Django's name for this package, and what it serves beside its pages."""

from django.apps import AppConfig


class Billing(AppConfig):
    """The billing package."""

    name = "paravent.billing"

    def ready(self) -> None:
        """Put up what the FHIR server shows of bills, and what patients take home of theirs."""
        # Models are there only now.
        from paravent.billing.claims import kept_of, put_up_shelves
        from paravent.rights.shelves import put_up

        put_up_shelves()
        put_up("billing", kept_of)
