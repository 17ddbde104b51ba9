"""Django's name for this package, and whom it tells which studies run."""

from django.apps import AppConfig


class Research(AppConfig):
    """The research package."""

    name = "paravent.research"

    def ready(self) -> None:
        """Let whoever looks at a text in doubt read which studies wait for it."""
        from paravent.doubts import queries as doubts
        from paravent.research import queries

        doubts.RUNNING.append(queries.asking_now)
