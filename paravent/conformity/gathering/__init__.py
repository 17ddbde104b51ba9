"""Find out how it stands with this installation: by asking it, now. What is found names nobody."""

from paravent.conformity.gathering.answering import served
from paravent.conformity.gathering.disk import configured, on_disk
from paravent.conformity.gathering.practice import at_work, done, kept, log_as_it_stands
from paravent.conformity.gathering.tables import in_database
from paravent.conformity.rulebook.installation import Installation
from paravent.kernel import clock


def gather() -> Installation:
    """Return what is known of this installation now. A fact that cannot be had costs the rules that ask for it, and no other."""
    return Installation(
        now=clock.now(),
        configured=configured(),
        served=served(),
        disk=on_disk(),
        database=in_database(),
        log=log_as_it_stands(),
        kept=kept(),
        staff=at_work(),
        done=done(),
    )
