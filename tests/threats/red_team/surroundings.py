"""Weeks of ordinary work before anybody does anything wrong: real people, real operations, by a clock that is moved.

What a judgement holds an insider against are colleagues and a past. PostgreSQL keeps its own clock, so while the past is
played, what a visit opens lasts until today in its eyes; afterwards everything ends when it did. No line of the log is written
but by an operation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, Whence, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId, TeamId, VisitId
from paravent.keys.queries import device_number, place_number
from paravent.ledger.sequencer import sequence_all
from paravent.people import operations as people
from paravent.people.terms import BrakeKind, Identity
from paravent.people.tests.cast import at
from paravent.records.operations import open_chart
from paravent.records.steps import file_resource
from paravent.rosters.operations import add_duties
from paravent.rosters.terms import Shift
from paravent.vigilance.operations import set_brake
from paravent.vigilance.terms import Mode
from paravent.visits import operations as visits
from paravent.visits.terms import CARE_AFTER, Note
from paravent.visits.tests.cast import in_the_call
from paravent.web import cluster as embedded
from paravent.web.signing import signer
from tests.threats import cast
from tests.threats.cast import Colleague, Practice, hired
from tests.threats.red_team.ways import signed_in

WEEKS = 4
MORE = ("Hana", "Ines", "Jon", "Kim", "Lou", "Mia", "Noa", "Ola", "Pia", "Rui", "Sam", "Tea", "Uli")
PATIENTS_OF_A_TEAM = 30
TWO_YEARS = timedelta(days=2 * 365)
"""For so long a team's care opens a file."""
DOOR = "Lange Straße 5"
SURNAMES = ("Arndt", "Brun", "Celan", "Dorn", "Ebert", "Falk", "Gruber", "Hahn")
CARE_LASTS = """
CREATE FUNCTION care_lasts() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.ends_at = greatest(NEW.ends_at, now() + interval '1 hour'); RETURN NEW; END $$;
CREATE FUNCTION links_last() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.valid_until = greatest(NEW.valid_until, now() + interval '1 hour'); RETURN NEW; END $$;
CREATE TRIGGER care_lasts BEFORE INSERT OR UPDATE ON people_carerelation FOR EACH ROW EXECUTE FUNCTION care_lasts();
CREATE TRIGGER links_last BEFORE INSERT OR UPDATE ON visits_invitation FOR EACH ROW EXECUTE FUNCTION links_last();
"""
CARE_LASTED = """
DROP FUNCTION care_lasts() CASCADE;
DROP FUNCTION links_last() CASCADE;
"""
CARE_ENDED = """
UPDATE people_carerelation care SET ends_at = visit.ends_at + %s FROM visits_visit visit WHERE visit.id = care.visit_id;
"""


@dataclass
class House:
    """A practice of two teams that has worked for some weeks, and what anybody outside needs to reach it."""

    practice: Practice
    clinicians: list[Colleague]
    teams: tuple[TeamId, TeamId]
    patients: tuple[list[PatientId], list[PatientId]]
    forgotten: PatientId
    """Taken in by the first team so long ago that its care is over since these days."""
    neighbour: PatientId
    """Taken in by the first team nearly two years ago, and never seen since."""
    colleagues: tuple[PatientId, PatientId]
    """The files of Mia and Lou, who work here: the first team cares for hers, the second for his."""
    began: datetime

    def called(self, name: str) -> Colleague:
        """Return a clinician by their name."""
        return self.clinicians[("Bea", "Cem", *MORE).index(name)]

    def team_of(self, somebody: Colleague) -> int:
        """Return in which of the two teams a clinician works: they take turns."""
        return self.clinicians.index(somebody) % 2


Extra = Callable[[House, datetime], None]


def _nothing(_house: House, _day: datetime) -> None:
    pass


def played(database: str, cluster: embedded.Cluster, besides: Extra = _nothing) -> House:
    """Play the weeks until yesterday, and today's consultation of Bea with Ali; `besides` is asked every working day."""
    now = clock.now()
    monday = (now - timedelta(days=now.weekday(), weeks=WEEKS)).replace(hour=5, minute=0, second=0, microsecond=0)
    house = _founded(database, cluster, monday)
    with house.practice.as_superuser() as superuser:
        superuser.execute(CARE_LASTS)
        for day in _working_days(monday, now):
            _a_day(house, day)
            besides(house, day)
        superuser.execute(CARE_LASTED)
        superuser.execute(CARE_ENDED, [CARE_AFTER])
    _today(house, now)
    house.practice = cast.consulted(database, cluster, house.practice.everybody)
    sequence_all(signer())
    return house


def _founded(database: str, cluster: embedded.Cluster, monday: datetime) -> House:
    """Let everybody come, and the two teams take their patients in."""
    began = monday - TWO_YEARS + timedelta(days=7)
    with at(began):
        teams = tuple(people.make_team(INSTALLATION, name) for name in ("North", "South"))
        forgotten = _registered("Nora Nachbar", teams[0])
    with at(monday - TWO_YEARS + timedelta(days=90)):
        neighbour = _registered("Nils Nachbar", teams[0])
        _lives_behind(neighbour, DOOR)
    with at(monday - timedelta(days=3)):
        everybody = cast.everybody()
        clinicians = [everybody["bea"], everybody["cem"], *(hired(name, Role.CLINICIAN) for name in MORE)]
        for number, one in enumerate(clinicians):
            people.join_team(INSTALLATION, one.person, teams[number % 2])
        patients = tuple(
            [
                _registered(f"{SURNAMES[n % len(SURNAMES)]} {chr(65 + team)}{n}", teams[team])
                for n in range(PATIENTS_OF_A_TEAM)
            ]
            for team in (0, 1)
        )
        colleagues = tuple(_registered(name, team) for name, team in zip(("Mia", "Lou"), teams, strict=True))
        for kind in (BrakeKind.STEP_UP, BrakeKind.SLOW_SEARCH):
            set_brake(at_work(everybody["gul"]), kind, Mode.AUTOMATIC, 1.5)
    nobody_yet = cast.Visit(VisitId(UUID(int=0)), PatientId(UUID(int=0)), "")
    practice = Practice(database, cluster, held=nobody_yet, **everybody)
    with practice.as_superuser() as superuser:
        superuser.execute("UPDATE people_membership SET starts_at = %s", [began])
    return House(practice, clinicians, teams, patients, forgotten, neighbour, colleagues, began)  # type: ignore[arg-type]  # of two


def _registered(name: str, team: TeamId) -> PatientId:
    return people.register_patient(INSTALLATION, Purpose.OPERATIONS, Identity(name), team=team)


def _lives_behind(patient: PatientId, door: str) -> None:
    """Let a patient's address stand in their file."""
    address = {"line": [door], "city": "Musterstadt", "postalCode": "12345"}
    with operation("test.write", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        resource = {"resourceType": "Patient", "id": str(uuid4()), "address": [address]}
        file_resource(op, patient_id=patient, resource=resource)


def _working_days(monday: datetime, until: datetime) -> Iterator[datetime]:
    days = (monday + timedelta(days=number) for number in range(7 * WEEKS + 7))
    return (day for day in days if day.weekday() < 5 and day.date() < until.date())


def _a_day(house: House, day: datetime) -> None:
    """Let a day's visits take place; each clinician has two a week, and the roster says who works."""
    with at(day):
        add_duties(INSTALLATION, [*_shifts(house, day)])
    number = (day.date() - house.began.date()).days
    for nth, somebody in enumerate(house.clinicians):
        if (number + nth) % 5 in {0, 2}:
            own = house.patients[house.team_of(somebody)]
            _a_visit(house, somebody, own[(number * 3 + nth) % len(own)], day + timedelta(hours=2, minutes=20 * nth))


def _shifts(house: House, day: datetime) -> Iterator[Shift]:
    for somebody in house.clinicians:
        team = house.teams[house.team_of(somebody)]
        yield Shift(somebody.person, team, day, day + timedelta(hours=11))
    yield Shift(house.called("Hana").person, None, day, day + timedelta(hours=24))


def _a_visit(house: House, somebody: Colleague, patient: PatientId, starts: datetime) -> None:
    """Book at reception, prepare, talk, sign, end."""
    clinician, dua = at_work(somebody), at_work(house.practice.dua)
    with at(starts - timedelta(minutes=15)):
        visit = visits.book_visit(
            dua,
            Purpose.OPERATIONS,
            patient_id=patient,
            clinician_id=somebody.person,
            starts_at=starts,
            length=timedelta(minutes=15),
            reason="",
        ).visit_id
    with at(starts):
        in_the_call(visit, clinician)
        open_chart(clinician, Purpose.TREATMENT, patient)
    with at(starts + timedelta(minutes=14)):
        visits.sign_note(clinician, Purpose.TREATMENT, visit, Note(subjective="As last time."))
        visits.end_visit(clinician, Purpose.TREATMENT, visit, for_patient="")


def at_work(somebody: Colleague) -> Actor:
    """Return a colleague at their own desk in the practice's network."""
    whence = Whence(device_number(f"desk of {somebody.person}"), place_number("127.0.0.1"))
    return Actor(PersonId(somebody.person), somebody.roles, whence=whence)


def _today(house: House, now: datetime) -> None:
    """Put everybody on today's roster but Rui, who is off."""
    rui = house.called("Rui").person
    shifts = _shifts(house, now - timedelta(hours=3))
    add_duties(INSTALLATION, [shift for shift in shifts if shift.person_id != rui])
    for somebody in house.practice.everybody.values():
        signed_in(somebody)


def moved(house: House, database: str) -> House:
    """Return the house as it stands in a copy of its database."""
    return replace(house, practice=replace(house.practice, database=database))
