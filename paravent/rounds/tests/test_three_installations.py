"""Three installations, each with a database, keys and processes of its own, learn over real HTTP what all their patients in one place would teach."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings as practice

from paravent.access.terms import Actor, Role
from paravent.consent.terms import Topic
from paravent.kernel import keyfile
from paravent.kernel.ids import PatientId
from paravent.learning.leading import public_hex
from paravent.learning.terms import Charter, Site
from paravent.learning.tests.cast import a_charter
from paravent.people.tests.cast import somebody
from paravent.research.tests.test_studies import permit
from paravent.rounds import operations
from paravent.rounds.tests.test_rounds import ASTHMA, a_study, agreed, known_here, patients_here, pooled
from paravent.web.cluster import APP, Cluster
from tests.copies import a_copy, at_work_in
from tests.journeys.practice import ROOT, free_port

NAMES = ("Aalen", "Bonn", "Celle")
PERMIT = (21, 24, 23)
"""How many permit it at each."""
PATIENCE_SECONDS = 120


@dataclass
class Installation:
    """The processes of one installation, and what they say."""

    home: Path
    database: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(keyfile.load(self.home / "keys" / "rounds.key").content)

    @property
    def said(self) -> str:
        return (self.home / "said").read_text()

    def start(self, *words: str) -> None:
        kept = {name: told for name, told in os.environ.items() if "PARAVENT" not in name}
        more = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PARAVENT_ROUNDS_WITHOUT_NOISE": "1"}
        with (self.home / "said").open("ab") as said:
            command = [sys.executable, "-m", "paravent.web.cli", *words, "--data", str(self.home)]
            begun = subprocess.Popen(command, stdout=said, stderr=said, env=kept | more | self.environment, cwd=ROOT)
        self.started.append(begun)

    def stop(self) -> None:
        for process in self.started:
            process.terminate()
        for process in self.started:
            process.wait(30)


@dataclass(frozen=True)
class Agreement:
    """What the three agreed to, and whose data there are."""

    agreement_id: UUID
    fen: Actor
    charter: Charter
    patients: list[PatientId]


@pytest.fixture
def three() -> Iterator[list[Installation]]:
    """Return installations that have this one's practice key, so that its database can be copied, and each a key of its own in charters."""
    with tempfile.TemporaryDirectory(prefix="paravent-three-") as folder:
        found = [Installation(Path(folder) / name) for name in NAMES]
        for one in found:
            shutil.copytree(Path(practice.PARAVENT_HOME) / "keys", one.home / "keys")
            (one.home / "keys" / "rounds.key").unlink()
            keyfile.create(one.home / "keys" / "rounds.key")
        yield found
        for one in found:
            one.stop()


def until(done: Callable[[], bool], those: list[Installation]) -> None:
    """Wait until something is so; whoever ended too early tells what they said."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not done():
        for one in those:
            assert all(process.poll() is None for process in one.started), one.said
        assert time.monotonic() < end, [one.said for one in those]
        time.sleep(0.1)


def is_alive(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/alive/") as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture
def agreement(fresh_database: str, three: list[Installation], cluster: Cluster, settings: Any) -> Iterator[Agreement]:
    """Return a charter that each of them agreed to: their databases are copies of one, in which more permit it."""
    settings.ROUNDS_WITHOUT_NOISE = True
    bea, fen, gul = somebody("Bea", Role.CLINICIAN), somebody("Fen", Role.RESEARCHER), somebody("Gul", Role.DPO)
    patients = patients_here(bea, max(PERMIT))
    permit(patients[: PERMIT[0]], Topic.RESEARCH_AI)
    sites = tuple(Site(name=name, key=public_hex(one.key)) for name, one in zip(NAMES, three, strict=True))
    charter = a_charter(rounds=2, cohort="Patient?birthdate=ge1900", label=ASTHMA, sites=sites, leader="Aalen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "round_key", lambda: three[0].key)
        agreement_id = agreed(fen, gul, a_study(fen, gul), charter)
    with ExitStack() as copies:
        for one, permits in zip(three, PERMIT, strict=True):
            is_first = one is three[0]
            name = fresh_database if is_first else copies.enter_context(a_copy(cluster, fresh_database))
            with at_work_in(name):
                permit(patients[PERMIT[0] : permits], Topic.RESEARCH_AI)
            one.database, one.environment = name, {"DATABASE_URL": cluster.url(APP, name)}
        yield Agreement(agreement_id, fen, charter, patients)


def test_three_installations_learn_over_http_what_one_would(three: list[Installation], agreement: Agreement) -> None:
    aalen, *others = three
    port, charter = free_port(), agreement.charter
    here, watch = f"http://localhost:{port}", ("--watch", "--every", "1s")
    aalen.environment |= {"PARAVENT_BASE_URL": here, "PARAVENT_PROGRAMS_A_MINUTE": "3000"}
    aalen.start("serve", "--port", str(port))
    until(lambda: is_alive(here), three)
    aalen.start("federate", "lead", "--charter", charter.digest[:16], *watch)
    for one in others:
        one.start("federate", "join", "--at", f"{here}/rounds/{charter.digest}/letters/", *watch)
    until(lambda: all(one.said.count("the model stands") == charter.rounds for one in three), three)
    states = []
    for one in three:
        one.stop()
        with at_work_in(one.database):
            states.append(json.loads(operations.take_model(agreement.fen, agreement.agreement_id, 2))["state"])

    expected = pooled(charter, [known_here(agreement.patients[:permits]) for permits in PERMIT])
    assert states[0] == states[1] == states[2]
    assert np.allclose(states[0], expected.state, atol=1e-5)
