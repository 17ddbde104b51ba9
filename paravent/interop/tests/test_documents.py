"""Documents: their bytes come as a Binary, to whoever may open the file they are in."""

import base64
from datetime import UTC, datetime
from uuid import uuid4

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.fhir.making import document_reference
from paravent.interop import operations
from paravent.interop.terms import Act
from paravent.interop.tests.cast import TOKENS, Practice, Program, given
from paravent.records import steps


def document(here: Practice) -> str:
    with operation(Act.CREATE, INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        blob = steps.file_blob(op, patient_id=here.ali, content=b"%PDF-1.7")
        resource = document_reference(
            resource_id=uuid4(),
            patient_id=here.ali,
            encounter_id=uuid4(),
            author_id=here.bea.person,
            at=datetime(2026, 3, 4, tzinfo=UTC),
            title="Letter",
            content_type="application/pdf",
            size=8,
            sha1=b"",
            binary_id=blob,
        )
        steps.file_resource(op, patient_id=here.ali, resource=resource)
    return str(blob)


def test_bytes_are_for_whoever_may_open_the_file(here: Practice) -> None:
    blob = document(here)
    given("cem", here.cem)
    bea, cem = Program(given("bea", here.bea)), Program("cem")
    (found,) = bea.get(f"/DocumentReference?patient={here.ali}").json()["entry"]
    assert found["resource"]["content"][0]["attachment"]["url"] == f"Binary/{blob}"
    answer = bea.get(f"/Binary/{blob}").json()
    assert (answer["contentType"], base64.b64decode(answer["data"])) == ("application/pdf", b"%PDF-1.7")
    assert cem.get(f"/Binary/{blob}").status_code == 404
    assert operations.read_blob(TOKENS["bea"], blob)[1] == b"%PDF-1.7"
