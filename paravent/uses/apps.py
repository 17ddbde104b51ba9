"""Django's name for this package, and when it is told of a patient."""

from django.apps import AppConfig


class Uses(AppConfig):
    """The uses package."""

    name = "paravent.uses"

    def ready(self) -> None:
        """Let a restriction and an erasure reach whoever has the patient's data."""
        from paravent.people import steps as people
        from paravent.uses import steps

        people.AT_RESTRICTION.append(steps.take_out_of_everything)
        people.AT_ERASURE.append(steps.take_out_for_good)
