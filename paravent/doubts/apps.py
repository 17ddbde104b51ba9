"""Django's name for this package, and when it is told of a patient."""

from django.apps import AppConfig


class Doubts(AppConfig):
    """The doubts package."""

    name = "paravent.doubts"

    def ready(self) -> None:
        """Let a restriction and an erasure take a patient's texts out of the queue, and a new key open them."""
        from paravent.doubts import steps
        from paravent.people import steps as people
        from paravent.records import steps as records

        people.AT_RESTRICTION.append(steps.forget_texts_of)
        people.AT_ERASURE.append(steps.forget_texts_of)
        records.AT_RENEWAL.append(steps.seal_anew)
