"""What is gathered is real: what is changed in the database, on disk and at the door is found."""

import re
import socket
import ssl
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import ProgrammingError
from django.test import Client

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.billing.operations import accept_bill
from paravent.billing.terms import Stated
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.conformity.gathering import PARTS, gather, practice
from paravent.conformity.gathering.answering import knock
from paravent.conformity.gathering.disk import tried_at
from paravent.conformity.gathering.terms_kept import LOOKED_AT_ELSEWHERE, first_due
from paravent.conformity.operations import LOOKS, check_now
from paravent.conformity.rulebook.checking import check
from paravent.conformity.rulebook.locked import packages
from paravent.conformity.rulebook.probes import PROBES
from paravent.conformity.rulebook.reading import rules
from paravent.conformity.terms import TRIED, Result
from paravent.conformity.tests.cast import NOW
from paravent.detours.operations import own_up
from paravent.detours.terms import App, Why
from paravent.drills.tests.cast import a_drill
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.kernel.retention import BY_NAME, REGISTER, Term
from paravent.people.models import Session
from paravent.people.operations import add_staff, verify_patient
from paravent.people.terms import VerifiedHow
from paravent.people.tests.cast import at
from paravent.programs.models import Launch
from paravent.programs.tests.cast import a_program, a_token
from paravent.records.models import Resource
from paravent.records.tests.cast import a_condition, filed
from paravent.rights import operations as rights
from paravent.rights.terms import Kind, Outcome, WithheldFor
from paravent.tariff.terms import IdentityCheck
from paravent.visits.models import Party
from paravent.visits.operations import forget_connections
from paravent.visits.terms import PartyKind
from paravent.visits.tests.cast import a_visit_of, in_the_call
from paravent.visits.tests.test_forget_connections import a_visit_that_ended
from paravent.web.cli.listening import own_certificate
from paravent.web.lifespan import forget, sequence_and_keep

LONG_ENOUGH = "It was so, and is said at some length."
LACKING = {"key-refused", "not-gathered"}


@pytest.mark.django_db
def test_an_old_connection_is_found_until_it_is_forgotten() -> None:
    forgotten = PROBES["metadata-are-forgotten"]
    a_visit_that_ended(days_ago=120)

    assert forgotten(gather()).numbers["days"] == "120"
    forget_connections(INSTALLATION)
    assert forgotten(gather()).result is Result.PASS


@pytest.mark.django_db
def test_people_are_counted(bea: Actor, gul: Actor) -> None:
    with at(clock.now() - timedelta(days=1)):
        add_staff(INSTALLATION, name="Desk", email="empfang@practice.example", roles=frozenset({Role.RECEPTION}))
        both = frozenset({Role.DPO, Role.ADMINISTRATOR})
        add_staff(INSTALLATION, name="Both", email="both@practice.example", roles=both)
    found = gather()

    assert (found.staff.accounts, found.staff.without_second_factor, found.staff.shared_mailboxes) == (4, 4, 1)
    assert (found.staff.officers, found.staff.administrators, found.staff.both) == (2, 1, 1)
    assert [page.status for page in found.served.pages] == [200] * 4
    assert {cookie for page in found.served.pages for cookie in page.cookies} <= {"csrftoken", "paravent-session"}
    assert len(found.served.modules) > 20
    assert all(one.mode == 0o600 for one in found.disk.keys)


def long_ago(bea: Actor, gul: Actor, ali: PatientId) -> None:
    """Leave something of each term that a practice may have forgotten to delete."""
    with at(clock.now() - timedelta(days=4000)):
        add_staff(INSTALLATION, name="Old", email="old@practice.example", roles=frozenset({Role.RECEPTION}))
        a_drill(bea)
        request = rights.enter_request(gul, ali, Kind.COPY, "my file", clock.now())
        rights.hand_out(gul, request)
        rights.withhold_name(gul, request, bea.person, WithheldFor.RIGHTS, LONG_ENOUGH, clock.now() + timedelta(days=1))
        rights.answer_request(gul, request, Outcome.FULFILLED, LONG_ENOUGH)
        a_token(a_program().id, bea)
        with operation("test.make", bea, Purpose.OPERATIONS) as op:
            op.require(allow("test"))
            Launch(digest=b"old", program_id=uuid4(), person_id=bea.person, patient_id=ali, ends_at=clock.now()).save(
                force_insert=True
            )
    Session.objects.create(session_key="long-ago", session_data="", expire_date=clock.now() - timedelta(days=3))


@pytest.mark.django_db
def test_what_stays_longer_than_its_term_is_found_and_then_goes(bea: Actor, gul: Actor, ali: PatientId) -> None:
    stays = PROBES["nothing-stays-longer"]
    long_ago(bea, gul, ali)
    found = stays(gather())

    assert found.result is Result.FAIL
    left = {"enrolments", "drills", "requests", "pick-up-codes", "names-withheld", "tokens", "sessions"}
    assert set(re.findall(r"([\w-]+) \(", found.numbers["terms"])) == left
    forget()
    assert stays(gather()).result is Result.PASS
    assert not Launch.objects.all()


def lacks_a_look(register: tuple[Term, ...], asked: Container[str]) -> set[str]:
    """Return the terms that go by the clock, of which nothing asks whether they did."""
    return {one.name for one in register if one.most is not None and one.tables and one.name not in asked}


@pytest.mark.django_db
def test_each_term_that_goes_by_the_clock_is_looked_at() -> None:
    asked = {*first_due(), *LOOKED_AT_ELSEWHERE}

    assert lacks_a_look(REGISTER, asked) == set()
    assert lacks_a_look((Term("diary", ("visits_diary",), most=timedelta(days=1)),), asked) == {"diary"}
    assert asked <= set(BY_NAME)


@pytest.mark.django_db
def test_who_sits_where_and_which_versions_are_there_is_found(bea: Actor, dua: Actor, ali: PatientId) -> None:
    in_the_call(a_visit_of(bea, ali), bea)
    filed(ali, a_condition(ali))
    before = gather().done
    assert (before.seats_not_let_in, before.seats_of_others, before.versions_lacking) == (0, 0, 0)
    assert (before.patients_seen, before.patients_not_known) == (1, 1)

    verify_patient(bea, Purpose.TREATMENT, ali, VerifiedHow.KNOWN_PERSONALLY)
    seat(staff_id=bea.person)
    known = gather().done
    assert (known.seats_of_others, known.patients_seen, known.patients_not_known) == (0, 1, 0)

    seat(kind=PartyKind.CLINICIAN, staff_id=dua.person, admitted_at=None)
    with operation("test.make", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        Resource.objects.filter(resource_type="Condition").update(version=3)
    after = gather().done
    assert (after.seats_not_let_in, after.seats_of_others, after.versions_lacking) == (1, 1, 2)
    seat(kind=PartyKind.CLINICIAN, staff_id=bea.person)
    assert gather().done.seats_of_others == 0


@pytest.mark.django_db
def test_a_bill_of_a_visit_that_was_held_in_another_app_is_found(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_that_was_held(bea, ali, video(12))
    accept_bill(bea, visit, Stated(identity_check=IdentityCheck.CARD_SHOWN), {"01450"})
    founded = PROBES["bills-are-founded"]
    assert founded(gather()).result is Result.PASS

    own_up(bea, visit, App.ZOOM, Why.FASTER, "We went on there, the picture froze.")
    assert founded(gather()).sentence == "bills-elsewhere"


def seat(**otherwise: object) -> None:
    """Let the one seat that there is be otherwise, as nothing in the program makes it."""
    with operation("test.make", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        assert Party.objects.update(**otherwise) == 1


@contextmanager
def opened_to_others(name: str) -> Iterator[None]:
    """Let others read a key file that the server uses, and close it again."""
    key = settings.PARAVENT_HOME / "keys" / name
    key.chmod(0o644)
    try:
        yield
    finally:
        key.chmod(0o600)


@pytest.mark.django_db
def test_a_key_opened_while_serving_costs_the_rules_that_need_it_alone(gul: Actor, client: Client) -> None:
    assert gul
    sequence_and_keep()
    with opened_to_others("ledger.key"):
        told: list[str] = []
        found = {one.checked.rule: one.checked for one in check_now(INSTALLATION, told.append).standings}
    assert told == [*PARTS, *rules()], "whoever waits sees how far it is, while the installation is asked too"
    assert len(told) == LOOKS
    client.raise_request_exception = False
    with opened_to_others("standing.key"):
        answered = client.get("/account/login/")

    assert set(found) == set(rules())
    assert "ledger.key" in {one.numbers.get("names") for one in found["H4"].findings}
    assert (answered.status_code, "paravent conformity" in answered.content.decode()) == (503, True)
    assert Result.PASS in {one.result for one in found.values()}
    assert {one.sentence for rule in ("G2", "H3", "D21") for one in found[rule].findings}.isdisjoint(LACKING)
    lacking = [one for rule in found.values() for one in rule.findings if one.sentence in LACKING]
    assert {(one.result, one.sentence, one.numbers["trouble"]) for one in lacking} == {
        (Result.FAIL, "key-refused", "KeyFileOpen")
    }


@pytest.mark.django_db
def test_a_question_that_the_database_refuses_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise ProgrammingError

    monkeypatch.setattr(practice, "known_patients", refused)
    found = {one.rule: one for one in check(gather())}

    assert {"fact": "keys_missing", "trouble": "ProgrammingError"} in [one.numbers for one in found["R13"].findings]
    assert found["R15"].findings[0].result is Result.PASS


def test_a_lock_is_held_against_what_is_installed(tmp_path: Path) -> None:
    lock = tmp_path / "runtime.txt"
    lock.write_text(
        "django==0.1 \\\n    --hash=sha256:00\nnever-made==1 \\\n    --hash=sha256:00\nwin==1 ; sys_platform == 'win32'\n"
    )
    django, missing = packages(lock)

    assert django.installed not in {None, "0.1"}
    assert (missing.name, missing.installed) == ("never-made", None)
    assert packages(tmp_path / "none.txt") == ()


def test_when_a_backup_was_tried_is_written_down(tmp_path: Path) -> None:
    assert tried_at(tmp_path) is None
    (tmp_path / TRIED).write_text("yesterday")
    assert tried_at(tmp_path) is None
    (tmp_path / TRIED).write_text("2026-11-28T12:00:00+00:00")
    assert tried_at(tmp_path) == NOW


@contextmanager
def a_door(certificate: ssl.SSLContext) -> Iterator[int]:
    """Answer one handshake on a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            caller, _ = listening.accept()
            try:
                certificate.wrap_socket(caller, server_side=True).close()
            except OSError:
                caller.close()

        behind = Thread(target=answer)
        behind.start()
        yield listening.getsockname()[1]
        behind.join()


@pytest.mark.enable_socket
def test_a_real_handshake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = own_certificate(tmp_path, "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ours.cert, ours.key)

    with a_door(context) as port:
        assert "self-signed" in knock("127.0.0.1", port).trouble
    monkeypatch.setenv("SSL_CERT_FILE", str(ours.cert))
    with a_door(context) as port:
        found = knock("127.0.0.1", port)
    assert (found.version, found.trouble) == ("TLSv1.3", "")
    assert found.days_left > 0
    assert knock("127.0.0.1", port).trouble == "ConnectionRefusedError"
