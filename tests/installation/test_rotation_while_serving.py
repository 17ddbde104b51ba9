"""Keys change under a server that runs and is asked all the while: everybody is answered, and nothing becomes unreadable."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest

from paravent.ledger.notes import VerifierKey
from paravent.ledger.receipts import check
from paravent.ledger.signers import signer_list
from paravent.web import cluster as embedded
from paravent.web.signing import LAST
from tests.journeys.practice import ROOT
from tests.threats.cast import WORDS, Practice, opened
from tests.threats.served import Served

LONGEST = 120
"""Seconds until a test that waits in vain fails. Nothing is measured by it."""


@dataclass
class Asking:
    """Somebody who opens a file and registers a patient, again and again, and remembers every answer."""

    served: Served
    answers: list[tuple[int, bool]] = field(default_factory=list)
    registered: list[str] = field(default_factory=list)
    turned: threading.Condition = field(default_factory=threading.Condition)
    is_over: bool = False

    def go_on(self) -> None:
        practice = self.served.practice
        chart, dua = f"/files/{practice.held.patient_id}/", f"paravent-session={practice.dua.session}"
        while not self.is_over:
            status, _, page = self.served.asks("GET", chart, Cookie=f"paravent-session={practice.bea.session}")
            name = f"Neu Quokka{len(self.registered):04}"
            made = self.served.posts("/visits/new-patient/", {"name": name}, dua)
            with self.turned:
                self.answers += [(status, WORDS["title"] in page), (made, True)]
                self.registered.append(name)
                self.turned.notify_all()

    def has_asked_again(self, times: int = 3) -> None:
        """Wait until some more turns are over, begun and ended after now but for the first."""
        with self.turned:
            wanted = len(self.registered) + times
            assert self.turned.wait_for(lambda: len(self.registered) >= wanted, LONGEST), self.served.log


@pytest.fixture
def served(fresh_database: str, cluster: embedded.Cluster, tmp_path: Path) -> Iterator[Served]:
    """Return a server after one consultation, in a folder with keys of its own."""
    home = tmp_path / "home"
    # Not what other tests' logs were signed for: their server kept that beside the same keys.
    left_out = shutil.ignore_patterns("postgresql", "run", "*.lock", LAST.name)
    shutil.copytree(os.environ["PARAVENT_HOME"], home, ignore=left_out)
    server = Served(opened(fresh_database, cluster), home=str(home))
    server.start()
    yield server
    server.stop()


@contextmanager
def asked_all_the_while(served: Served) -> Iterator[Asking]:
    asking = Asking(served)
    thread = threading.Thread(target=asking.go_on)
    thread.start()
    try:
        asking.has_asked_again()
        yield asking
        asking.has_asked_again()
    finally:
        asking.is_over = True
        thread.join(LONGEST)


def command(served: Served, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "paravent.web.cli", *words, "--data", served.home],
        check=False,
        capture_output=True,
        text=True,
        env=served.environment,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def is_found(served: Served, name: str) -> bool:
    """Tell whether the server reads who somebody is: only then a list names them."""
    practice = served.practice
    token, session = "a" * 32, f"paravent-session={practice.bea.session}"
    body = f"q={name.rpartition(' ')[2]}&csrfmiddlewaretoken={token}"
    form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": served.base_url}
    page = served.asks("POST", "/files/", body=body, Cookie=f"csrftoken={token}; {session}", **form)[2]
    return name in page


def wrapped_by(practice: Practice) -> set[str]:
    with practice.as_superuser() as superuser:
        return {key for (key,) in superuser.execute("SELECT DISTINCT practice_key_id FROM keys_patientkey").fetchall()}


def test_the_practice_key_changes_while_files_are_opened_and_patients_registered(served: Served) -> None:
    (old,) = wrapped_by(served.practice)

    with asked_all_the_while(served) as asking:
        said = command(served, "keys", "rotate", "practice")
        asking.has_asked_again()
        # Whoever was being registered at that moment may have the old key around theirs; a second change finds them.
        command(served, "keys", "rotate", "practice")

    assert "Every patient's keys are wrapped anew" in said
    assert set(asking.answers) == {(200, True)}
    assert [name for name in asking.registered if not is_found(served, name)] == []
    assert old not in wrapped_by(served.practice)
    (Path(served.home) / "keys" / "retired" / f"practice-{old}.key").unlink()
    assert is_found(served, asking.registered[0])
    assert "The log is whole" in command(served, "ledger", "verify")


def test_the_logs_key_changes_while_lines_are_written_and_receipts_taken(served: Served) -> None:
    before = receipt_of(served, oldest_line(served.practice))

    with asked_all_the_while(served) as asking:
        said = command(served, "keys", "rotate", "signing")
    listed = signer_list(served.asks("GET", "/ledger/keys")[2])
    keys = [key for _, key in listed.held]
    after = receipt_by(served, keys)

    assert said.startswith("From entry ")
    assert len(keys) == 2
    assert set(asking.answers) == {(200, True)}
    assert [check(receipt, keys).key for receipt in (before, after)] == keys
    assert "The log is whole" in command(served, "ledger", "verify")
    assert "could not be sequenced" not in served.log


def oldest_line(practice: Practice) -> UUID:
    with practice.as_superuser() as superuser:
        wanted = "SELECT entry_id FROM ledger_detail WHERE actor_id = %s ORDER BY at LIMIT 1"
        ((entry,),) = superuser.execute(wanted, [practice.bea.person]).fetchall()
        return UUID(str(entry))


def receipt_by(served: Served, keys: list[VerifierKey]) -> str:
    """Take a proof under the newest key: the next checkpoint is signed within a second, and taking a proof leaves a line for it."""
    for _ in range(LONGEST):
        taken = receipt_of(served, oldest_line(served.practice))
        if check(taken, keys).key == keys[-1]:
            return taken
        threading.Event().wait(1)
    raise AssertionError(served.log)


def receipt_of(served: Served, entry: UUID) -> str:
    """Take a proof; a page that says "in about a second" is asked again."""
    session = f"paravent-session={served.practice.bea.session}"
    for _ in range(LONGEST):
        status, _, text = served.asks("GET", f"/my-accesses/{entry}/receipt/", Cookie=session)
        if status == 200:
            return text
        assert (status, "about a second" in text) == (503, True), text
        threading.Event().wait(1)
    raise AssertionError(served.log)
