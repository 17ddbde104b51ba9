"""Django's name for this package, and whom it tells what waits for a decision."""

from django.apps import AppConfig


class Releases(AppConfig):
    """The releases package."""

    name = "paravent.releases"

    def ready(self) -> None:
        """Let the list of studies say what waits in which."""
        from paravent.releases import queries
        from paravent.research import queries as research

        research.UNDECIDED.append(queries.undecided)
