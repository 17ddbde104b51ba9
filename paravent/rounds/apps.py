"""Django's name for this package, and whom it tells what waits for a decision."""

from django.apps import AppConfig


class Rounds(AppConfig):
    """The rounds package."""

    name = "paravent.rounds"

    def ready(self) -> None:
        """Let the list of studies say what waits in which."""
        from paravent.research import queries as research
        from paravent.rounds import queries

        research.UNDECIDED.append(queries.undecided)
