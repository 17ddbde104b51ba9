"""A line about several patients: each reads it, none reads of another, and what is kept of them beside it is held to it."""

from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.kernel import clock
from paravent.keys.steps import destroy_keys, make_keys
from paravent.ledger.models import Mention
from paravent.ledger.queries import disclosures_of, lines, receipt_of
from paravent.ledger.receipts import check
from paravent.ledger.sequencer import sequence_all
from paravent.ledger.signers import only
from paravent.ledger.steps import append, forget_details
from paravent.ledger.terms import ChainBroken, Disclosure, Line, Outcome
from paravent.ledger.tests.logs import PUBLIC, SIGNER
from paravent.ledger.verification import Verified, verify
from paravent.people.models import Patient
from paravent.web import cluster as embedded
from tests.real_database import CLUSTER

BEA, EVE = uuid4(), uuid4()
SEARCHED = Line("fhir.search", Outcome.DONE, "TREAT", BEA, "scope-user", facts={"query": "Observation?code"})


def speak_as(person: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'PATRQT')", [person])


def read_by(person: UUID, patient: UUID) -> list[Disclosure]:
    with transaction.atomic():
        speak_as(person)
        return disclosures_of(patient)


def verified() -> Verified:
    with transaction.atomic(), connection.cursor() as cursor:
        speak_as(INSTALLATION.person)
        return verify(cursor, [PUBLIC])


def a_patient() -> UUID:
    """Return somebody with keys, so that they can be erased."""
    patient = uuid4()
    with operation("patient.register", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("registers"))
        make_keys(op, patient)
        Patient.objects.bulk_create([Patient(id=patient, sealed=b"", tokens=[], registered_at=clock.now())])
    return patient


@pytest.fixture
def shown(fresh_database: str) -> tuple[UUID, UUID, UUID]:
    """Return the entry of a search, and Ali and Ines, of both of whom it showed something."""
    ali, ines = a_patient(), a_patient()
    with transaction.atomic():
        entry = append(SEARCHED, among={ali: "Observation/1", ines: "Observation/2 Observation/3"})
    sequence_all(SIGNER)
    return entry, ali, ines


def as_superuser(statement: str, *values: object) -> None:
    with psycopg.connect(CLUSTER.url(embedded.SUPERUSER, connection.settings_dict["NAME"])) as superuser:
        superuser.execute(statement, values)


def test_each_of_them_reads_the_line_once_and_nothing_of_the_others(shown: tuple[UUID, UUID, UUID]) -> None:
    entry, ali, ines = shown

    for mine, other in ((ali, ines), (ines, ali)):
        (line,) = read_by(mine, mine)
        assert (line.entry_id, line.actor, line.patient, line.mentioned) == (entry, BEA, None, (mine,))
        assert str(other) not in str(line.facts)
        assert "Observation/" not in str(line.facts)
        assert read_by(mine, other) == []


def test_whoever_may_read_everybodys_lines_reads_who_all_of_them_were(shown: tuple[UUID, UUID, UUID]) -> None:
    entry, ali, ines = shown

    (line,) = read_by(INSTALLATION.person, ali)

    assert (line.entry_id, set(line.mentioned)) == (entry, {ali, ines})


def test_lines_of_both_kinds_come_in_one_order_page_by_page(shown: tuple[UUID, UUID, UUID]) -> None:
    entry, ali, _ = shown
    with transaction.atomic():
        later = append(Line("chart.open", Outcome.DONE, "TREAT", BEA, "own-visit", patient=ali))

    with transaction.atomic():
        speak_as(ali)
        (first,) = lines(patient=ali, limit=1)
        (second,) = lines(patient=ali, limit=1, after=(first.at, first.entry_id))
        rest = lines(patient=ali, limit=9, after=(second.at, second.entry_id))

    assert ([first.entry_id, second.entry_id], rest) == ([later, entry], [])


def test_a_receipt_is_for_one_of_them_and_proves_that_they_were_among_them(shown: tuple[UUID, UUID, UUID]) -> None:
    entry, ali, ines = shown
    with transaction.atomic():
        speak_as(ali)
        receipt = str(receipt_of(entry, only(PUBLIC), among=ali))

    proved = check(receipt, [PUBLIC]).receipt

    assert (proved.among["patient"], proved.among["shown"]) == (str(ali), "Observation/1")
    assert len(proved.opens["facts"]["mentioned"].split()) == 2
    assert str(ines) not in receipt


def test_a_forged_mention_opens_no_line(shown: tuple[UUID, UUID, UUID]) -> None:
    """The role that serves may insert a mention for anybody; so a mention that the line does not know shows nothing."""
    entry, _, _ = shown
    with transaction.atomic():
        Mention.objects.bulk_create([Mention(patient_id=EVE, entry_id=entry, shown="", salt=b"", commitment="0" * 64)])

    assert read_by(EVE, EVE) == []
    with pytest.raises(ChainBroken, match="showed was changed"):
        verified()


@pytest.mark.parametrize(
    ("statement", "noticed"),
    [
        ("DELETE FROM ledger_mention WHERE patient_id = %s", "showed is gone"),
        ("UPDATE ledger_mention SET shown = '' WHERE patient_id = %s", "showed was changed"),
        ("UPDATE ledger_mention SET patient_id = gen_random_uuid() WHERE patient_id = %s", "showed was changed"),
        ("UPDATE ledger_mention SET entry_id = gen_random_uuid() WHERE patient_id = %s", "showed is gone"),
    ],
)
def test_whom_a_line_mentions_cannot_be_changed_unseen(
    shown: tuple[UUID, UUID, UUID], statement: str, noticed: str
) -> None:
    assert verified().entries == 3

    as_superuser(statement, shown[1])

    with pytest.raises(ChainBroken, match=noticed):
        verified()


def test_a_mention_beside_a_line_that_mentions_nobody_is_noticed(shown: tuple[UUID, UUID, UUID]) -> None:
    with transaction.atomic():
        plain = append(Line("chart.open", Outcome.DONE, "TREAT", BEA, "own-visit", patient=shown[1]))
        Mention.objects.bulk_create([Mention(patient_id=EVE, entry_id=plain, shown="", salt=b"", commitment="0" * 64)])
    sequence_all(SIGNER)

    with pytest.raises(ChainBroken, match="1 patients stand beside entries that do not mention them"):
        verified()


def erase(patient: UUID) -> int:
    with operation("patient.erase", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("asked-to"))
        op.note(patient=patient)
        destroy_keys(op, patient)
        return forget_details(op, patient)


def test_an_erasure_takes_one_of_them_out_and_leaves_the_line_to_the_others(shown: tuple[UUID, UUID, UUID]) -> None:
    entry, ali, ines = shown

    assert erase(ali) == 1

    sequence_all(SIGNER)
    assert not Mention.objects.filter(patient_id=ali).exists()
    assert [line.entry_id for line in read_by(ines, ines)] == [entry]
    assert (verified().forgotten, verified().erasures) == (1, 1)


def test_one_mention_is_forgotten_with_an_erasure_alone(shown: tuple[UUID, UUID, UUID]) -> None:
    with transaction.atomic():
        speak_as(INSTALLATION.person)
        assert Mention.objects.filter(patient_id=shown[1]).delete()[0] == 0


def test_what_two_erasures_took_cannot_be_booked_on_one(shown: tuple[UUID, UUID, UUID]) -> None:
    _, ali, ines = shown
    erase(ali)
    erase(ines)
    sequence_all(SIGNER)
    assert (verified().forgotten, verified().erasures) == (2, 2)

    as_superuser("UPDATE ledger_unmentioned SET erasure = (SELECT min(erasure) FROM ledger_unmentioned)")

    with pytest.raises(ChainBroken, match="2 entries lost who and why"):
        verified()
