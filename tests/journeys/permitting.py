"""Fill a running sample practice with people who permit research, and a text that waits for a clinician: `python -m tests.journeys.permitting --data FOLDER`."""

import argparse
from pathlib import Path

from paravent.access.purposes import rehearse
from paravent.access.terms import Actor, Role
from paravent.kernel.ids import PersonId
from paravent.web.cli.preparing import open_django, opened

MANY = 26


def main() -> None:
    """Register them, as a clinician who knows them, and let each of them agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    rehearse(["test.agree", "test.write", "test.look"])
    with opened(parser.parse_args().data.resolve()):
        open_django()
        # Models are loaded only once Django is open.
        from paravent.doubts.tests.cast import a_text_in_doubt
        from paravent.people.models import Staff
        from paravent.releases.tests.cast import people

        bea = Staff.objects.get(name__startswith="Bea")
        clinician = Actor(PersonId(bea.id), frozenset({Role.CLINICIAN}))
        people(clinician, MANY)
        a_text_in_doubt(clinician)


if __name__ == "__main__":
    main()
