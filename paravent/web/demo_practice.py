"""The sample practice: the cast of our stories, their files, and visits for today. Made once, kept after."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import segno
from django.utils import timezone
from rich.console import Console
from rich.progress import track

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.fhir.resources import validated
from paravent.fhir.sample import Sample, regulars, samples
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.people import operations as people
from paravent.people import steps as people_steps
from paravent.people.queries import colleagues
from paravent.people.terms import Identity, Why
from paravent.records import steps as file
from paravent.records.terms import Act as FileAct
from paravent.visits import operations as visits
from paravent.visits.terms import SlotTaken, Status, VisitView
from paravent.web.demo_billing import ensure_bills
from paravent.web.demo_program import ensure_program
from paravent.web.demo_request import make_request
from paravent.web.demo_research import ensure_study
from paravent.web.demo_roster import ensure_roster
from paravent.web.demo_sign_in import sign_in_url
from paravent.web.terms import Act

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works in the sample practice, and what to try as them."""

    key: str
    name: str
    role: Role
    try_this: str

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"{self.key}@praxis.example"


CAST = (
    Member(
        "bea",
        "Bea Brandt",
        Role.CLINICIAN,
        "Start now, or take Ali's visit; a sample program starts at the end of his file, a text for research waits",
    ),
    Member("cem", "Cem Celik", Role.CLINICIAN, "the other team: cannot open Ali's file"),
    Member("dua", "Dua Deniz", Role.RECEPTION, "book, invite, admit, hand out bills; sees nothing clinical"),
    Member(
        "fen",
        "Fen Fischer",
        Role.RESEARCHER,
        "sees no patient at all; one release of her study was refused, another can be fetched",
    ),
    Member(
        "gul",
        "Gül Güneş",
        Role.DPO,
        "her desk: a patient's request, a withdrawal from a study, a charter to agree to; reads no file",
    ),
    Member("max", "Max Maurer", Role.ADMINISTRATOR, "manages accounts and the roster, reads nothing"),
)
TEAMS = {"Brandt": ("bea",), "Celik": ("cem",)}
WROTE = "hans"
"""Who has a request that waits for an answer."""
WITH_CEM = {"eve", "georg", "yusuf"}
EVERY_WITH_CEM = 3
"""Of the others, one in so many is with Cem's team."""
RELATION_FOR = timedelta(days=5 * 365)
LIVE = {Status.BOOKED, Status.OPEN}
SOON = timedelta(hours=3)
PLAN = (
    ("bea", "ali", 0, "Blood pressure higher at home"),
    ("bea", "hans", 4, "Weight, control"),
    ("bea", "sophie", 6, "Laboratory results"),
    ("cem", "eve", 0, "Prescription"),
)
"""Whom to expect: clinician, patient, how many quarters of an hour from the next one, and why."""


def welcome(home: Path, base_url: str) -> None:
    """Make what is missing, write demo.json, and say on the terminal how to begin."""
    console = Console(highlight=False)
    staff = _staff()
    if staff is None:
        staff = _make_practice(console)
        make_request(_actor(staff, "gul"), _patients()[WROTE])
    ensure_roster(staff)
    ensure_bills(staff)
    ensure_study(_actor(staff, "fen"), _actor(staff, "gul"))
    ensure_program(_actor(staff, "max"), _actor(staff, "gul"))
    soon = {view.patient.identity.name: view for view in _visits_soon(staff)}
    described = _described(staff, soon)
    (home / "demo.json").write_text(json.dumps({"base_url": base_url, "people": described}, indent=2) + "\n")
    _say(console, home, base_url, described)


def _patients() -> dict[str, PatientId]:
    return {sample.key: PatientId(sample.patient_id) for sample in samples(timezone.localdate())}


def _staff() -> dict[str, UUID] | None:
    by_email = {one.email: one.person_id for one in colleagues()}
    found = {member.key: by_email[member.email] for member in CAST if member.email in by_email}
    return found if len(found) == len(CAST) else None


def _actor(staff: dict[str, UUID], key: str) -> Actor:
    role = next(member.role for member in CAST if member.key == key)
    return Actor(PersonId(staff[key]), frozenset({role}))


def _make_practice(console: Console) -> dict[str, UUID]:
    staff: dict[str, UUID] = {
        member.key: people.add_staff(
            INSTALLATION, name=member.name, email=member.email, roles=frozenset({member.role})
        )[0]
        for member in CAST
    }
    with operation(Act.MAKE_TEAMS, INSTALLATION, Purpose.ADMINISTRATION) as op:
        op.require(allow("sample-practice"))
        teams = {name: people_steps.make_team(op, name, [staff[key] for key in keys]) for name, keys in TEAMS.items()}
    today = timezone.localdate()
    everybody = [
        *((sample, sample.key in WITH_CEM) for sample in samples(today)),
        *((sample, number % EVERY_WITH_CEM == 1) for number, sample in enumerate(regulars(today))),
    ]
    for sample, is_with_cem in track(everybody, "Making the sample practice", console=console, transient=True):
        _take_in(sample, teams["Celik" if is_with_cem else "Brandt"])
    return staff


def _take_in(sample: Sample, team: UUID) -> None:
    with operation(FileAct.IMPORT, INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("imports"))
        identity = Identity(sample.name, sample.birth_date, sample.phone)
        people_steps.register_patient(op, identity, patient_id=sample.patient_id)
        people_steps.open_care_relation(
            op,
            patient_id=sample.patient_id,
            team_id=team,
            why=Why.TEAM,
            starts_at=clock.now(),
            ends_at=clock.now() + RELATION_FOR,
        )
        file.file_many(op, patient_id=sample.patient_id, resources=[validated(one) for one in sample.resources])


def _visits_soon(staff: dict[str, UUID]) -> list[VisitView]:
    """Return the cast's visits that are running or near, booking anew for whoever has none."""
    now = clock.now()
    # Late in the evening some of them are tomorrow's.
    days = (now, now + timedelta(days=1))
    found = [view for day in days for view in visits.list_day(INSTALLATION, Purpose.OPERATIONS, day=day)]
    near = [view for view in found if view.status in LIVE and not view.is_spontaneous and _is_near(view, now)]
    expected = {view.patient.patient_id for view in near}
    return [*near, *_book_for_others(staff, expected)]


def _is_near(view: VisitView, now: datetime) -> bool:
    return view.starts_at < now + SOON and view.ends_at > now


def _book_for_others(staff: dict[str, UUID], expected: set[PatientId]) -> Iterator[VisitView]:
    known = _patients()
    first = _first_quarter()
    for clinician, patient, quarters, reason in PLAN:
        if known[patient] not in expected:
            yield _book(staff[clinician], known[patient], first + quarters * QUARTER, reason)


def _first_quarter() -> datetime:
    """Return the next quarter of an hour, or this minute in the day's last: else nobody would be on today's list."""
    now = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
    following = now.replace(minute=now.minute // 15 * 15) + QUARTER
    return following if following.date() == now.date() else now


def _book(clinician: UUID, patient: PatientId, starts_at: datetime, reason: str) -> VisitView:
    """Book at the first free quarter of an hour from then on."""
    while True:
        try:
            return visits.book_visit(
                INSTALLATION,
                Purpose.OPERATIONS,
                patient_id=patient,
                clinician_id=PersonId(clinician),
                starts_at=starts_at,
                length=timedelta(minutes=20),
                reason=reason,
            )
        except SlotTaken:
            starts_at += QUARTER


def _described(staff: dict[str, UUID], soon: dict[str, VisitView]) -> dict[str, dict[str, str]]:
    described = {
        member.key: {
            "name": member.name,
            "role": member.role.value,
            "sign_in_url": sign_in_url(staff[member.key]),
            "try": member.try_this,
        }
        for member in CAST
    }
    for key, name in (("ali", "Ali Demir"), ("eve", "Eve Lindqvist")):
        if view := soon.get(name):
            described[key] = {
                "name": name,
                "role": Role.PATIENT.value,
                "sign_in_url": _link(view),
                "try": f"the link to a visit at {timezone.localtime(view.starts_at):%H:%M}",
            }
    return described


def _link(view: VisitView) -> str:
    found = visits.show_invitation(INSTALLATION, Purpose.OPERATIONS, view.visit_id)
    return visits.link_of(found) if found else ""


def _say(console: Console, home: Path, base_url: str, described: dict[str, dict[str, str]]) -> None:
    console.print(f"\n[bold]Paravent[/bold], a sample practice with invented people, at {base_url}\n")
    for one in described.values():
        console.print(f"[bold]{one['name']}[/bold] ({one['role']}): {one['try']}")
        console.print(f"  {one['sign_in_url']}", soft_wrap=True, style="cyan")
    console.print(
        "\nOpen Bea's link in one browser, press [bold]Start now[/bold], and open the link you get in another one. "
        "Stop with Ctrl-C. Everything is kept in this folder; delete it to begin anew:"
    )
    # Neither a path nor a link is broken: both are there to be copied.
    console.print(f"  {home}\n", soft_wrap=True)
    if base_url.startswith("https://") and "ali" in described:
        console.print("Ali's link, for the camera of a phone in this Wi-Fi. It warns of our certificate once: go on.")
        drawn = io.StringIO()
        segno.make(described["ali"]["sign_in_url"], error="m").terminal(out=drawn, compact=True)
        console.file.write(drawn.getvalue())
