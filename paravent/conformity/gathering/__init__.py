"""Find out how it stands with this installation: by asking it, now. What is found names nobody."""

from paravent.access.operation import unseen
from paravent.access.terms import INSTALLATION, Purpose
from paravent.conformity.gathering.answering import served
from paravent.conformity.gathering.disk import configured, on_disk
from paravent.conformity.gathering.practice import at_work, done, kept, log_as_it_stands
from paravent.conformity.gathering.tables import in_database
from paravent.conformity.rulebook.installation import Installation
from paravent.conformity.terms import Act
from paravent.kernel import clock


def gather() -> Installation:
    """Return what is known of this installation now.

    Pages are fetched and doors are knocked at before the database is asked: an answer to us must find no transaction open.
    """
    settings, answered, disk = configured(), served(), on_disk()
    database = in_database()
    with unseen(Act.CHECK, INSTALLATION, Purpose.OPERATIONS):
        return Installation(
            now=clock.now(),
            configured=settings,
            served=answered,
            disk=disk,
            database=database,
            log=log_as_it_stands(),
            kept=kept(),
            staff=at_work(),
            done=done(),
        )
