"""A small log in a database, for tests of what is read from it."""

from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from django.test import Client

from paravent.access.terms import INSTALLATION
from paravent.ledger.notes import public_half
from paravent.ledger.sequencer import Signer, sequence_all
from paravent.ledger.steps import append
from paravent.ledger.terms import Line, NotThere, Outcome

ORIGIN = "practice.example/ledger"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = Signer(ORIGIN, KEY)
PUBLIC = public_half(ORIGIN, KEY)
ALI, BEA = uuid4(), uuid4()


def speak_as_the_system() -> None:
    """Read and write as the installation until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [INSTALLATION.person])


def appended(count: int, act: str = "chart.open", patient: UUID = ALI) -> list[UUID]:
    """Append lines about Ali by Bea and return their entries' ids."""
    with transaction.atomic():
        line = Line(act=act, outcome=Outcome.DONE, purpose="TREAT", actor=BEA, because="own-visit", patient=patient)
        return [append(line) for _ in range(count)]


def sequenced(count: int) -> list[UUID]:
    """Append lines, give them their places, and sign."""
    entries = appended(count)
    sequence_all(SIGNER)
    return entries


class Served:
    """The log's pages as a witness fetches them, without a socket."""

    def file(self, name: str) -> bytes:
        answer = Client().get(f"/ledger/{name}")
        if answer.status_code != 200:
            raise NotThere(name)
        return answer.content

    def post(self, name: str, content: str) -> int:
        return Client().post(f"/ledger/{name}", content, content_type="text/plain").status_code
