"""Whoever speaks as the application's database role, or sets the practice's terms, *cannot* take out of the log who looked before three years are over, nor after that without a line that says how many; the tree stays whole, and verification refuses anything younger that went, and anything that no line vouches for."""

import subprocess
import sys
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.kernel import clock
from paravent.kernel.retention import ACCESS_LOG_LEAST, log_kept
from paravent.ledger.leaf import erasure_digest
from paravent.ledger.models import Detail, Forgotten, Mention
from paravent.ledger.sequencer import sequence_all
from paravent.ledger.steps import append
from paravent.ledger.terms import ChainBroken
from paravent.ledger.tests.logs import ALI, PUBLIC, SIGNER, appended, sequenced, speak_as_the_system
from paravent.ledger.tests.test_mentions import SEARCHED, a_patient, as_superuser, erase
from paravent.ledger.verification import Verified, verify
from paravent.people.tests.cast import at
from paravent.visits.operations import forget_old_lines

HOUR = timedelta(hours=1)


def lines_of(age: timedelta, count: int) -> list[UUID]:
    """Return lines about Ali that were written so long ago."""
    with at(clock.now() - age):
        return appended(count)


def deleted_by_hand() -> int:
    """Delete what row security lets the application's role delete, with no line that says so."""
    with transaction.atomic():
        speak_as_the_system()
        return Detail.objects.all().delete()[0] + Mention.objects.all().delete()[0]


def verified() -> Verified:
    sequence_all(SIGNER)
    with transaction.atomic(), connection.cursor() as cursor:
        speak_as_the_system()
        return verify(cursor, [PUBLIC])


@pytest.fixture
def log(fresh_database: str) -> None:
    """Let the log begin eleven years ago."""
    lines_of(log_kept(11), 3)
    lines_of(log_kept(10) - HOUR, 2)
    sequenced(1)


@pytest.mark.usefixtures("log")
def test_after_its_years_who_looked_goes_and_every_proof_holds() -> None:
    root = verified().root

    assert forget_old_lines(INSTALLATION) == 3
    assert forget_old_lines(INSTALLATION) == 0

    found = verified()
    assert (found.entries, found.forgotten, found.aged, found.erasures) == (7, 3, 3, 0)
    assert found.root != root, "the line that vouches for it"
    with transaction.atomic():
        speak_as_the_system()
        assert Detail.objects.filter(patient_id=ALI).count() == 3
        (vouching,) = Detail.objects.filter(act="log.forget-old")
        assert vouching.facts["forgotten"] == "3"


@pytest.mark.usefixtures("fresh_database")
def test_nothing_goes_by_hand_before_three_years() -> None:
    lines_of(ACCESS_LOG_LEAST - HOUR, 2)

    assert deleted_by_hand() == 0
    assert verified().forgotten == 0


@pytest.mark.usefixtures("log")
def test_what_goes_by_hand_after_three_years_breaks_the_log() -> None:
    verified()

    assert deleted_by_hand() == 5

    with pytest.raises(ChainBroken, match="who and why at position 0 is gone"):
        verified()


@pytest.mark.usefixtures("log")
def test_a_line_that_vouches_for_the_old_excuses_nothing_younger() -> None:
    forget_old_lines(INSTALLATION)
    verified()
    with transaction.atomic():
        speak_as_the_system()
        digest = Forgotten.objects.values_list("erasure", flat=True)[0]
        younger = Detail.objects.filter(patient_id=ALI).order_by("at")[0].entry_id
        assert Detail.objects.filter(pk=younger).delete()[0] == 1
        Forgotten.objects.create(entry_id=younger, erasure=digest)

    with pytest.raises(ChainBroken, match="4 entries lost who and why, and no erasure in the log says so"):
        verified()


@pytest.mark.usefixtures("log")
def test_what_went_by_its_age_was_old_or_the_log_is_broken() -> None:
    (young,) = sequenced(1)
    as_superuser("DELETE FROM ledger_detail WHERE entry_id = %s", young)
    with operation("log.forget-old", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("says-so"))
        digest = erasure_digest([young])
        Forgotten.objects.create(entry_id=young, erasure=digest)
        op.note(forgotten=1, forgotten_digest=digest)

    with pytest.raises(ChainBroken, match="1 entries lost who and why by their age, before three years were over"):
        verified()


def test_a_search_goes_with_all_whom_it_showed_also_after_one_of_them_was_erased(fresh_database: str) -> None:
    ali, ines = a_patient(), a_patient()
    with at(clock.now() - log_kept(10) - HOUR), transaction.atomic():
        append(SEARCHED, among={ali: "Observation/1", ines: "Observation/2"})
    assert erase(ali) == 1

    assert forget_old_lines(INSTALLATION) == 1

    assert (verified().forgotten, verified().aged, verified().erasures) == (2, 1, 1)
    with transaction.atomic():
        speak_as_the_system()
        assert not Mention.objects.exists()


def test_no_setting_makes_it_shorter() -> None:
    asked = "import os; os.environ['PARAVENT_LOG_YEARS'] = '2'; import paravent.web.settings"
    done = subprocess.run([sys.executable, "-c", asked], check=False, capture_output=True, timeout=60)

    assert done.returncode == 1
    assert b"PARAVENT_LOG_YEARS is less than 3" in done.stderr
