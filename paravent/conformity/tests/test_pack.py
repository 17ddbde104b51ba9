"""What a pack holds, and that nothing in it changes unnoticed."""

import csv
import hashlib
import io
import json
import uuid
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paravent.conformity.pack.assembling import contents, zipped
from paravent.conformity.pack.proving import MANIFEST, PROOF, NotVouchedFor, manifest_of, proved, proved_pack
from paravent.conformity.pack.sbom import bill_of_materials
from paravent.conformity.pack.tried import NotResults, results
from paravent.conformity.rulebook.checking import check
from paravent.conformity.rulebook.reading import rules
from paravent.conformity.terms import Act, Report, Standing
from paravent.conformity.tests.cast import NOW, SOUND
from paravent.kernel.ids import SYSTEM
from paravent.ledger.leaf import leaf, people_in
from paravent.ledger.notes import checkpoint_text, public_half, signed, verifier_key
from paravent.ledger.receipts import Receipt, ReceiptRefused
from paravent.ledger.terms import Line, Outcome
from paravent.ledger.tree import leaf_hash
from paravent.web.cli import main

KEY = Ed25519PrivateKey.generate()
ORIGIN = "practice.example/log"
PUBLIC = public_half(ORIGIN, KEY)
OTHER = public_half(ORIGIN, Ed25519PrivateKey.generate())
FILES = {"README.txt": b"Evidence", "requirements.json": b"[]"}


def a_receipt(content: bytes, act: Act = Act.PACK, outcome: Outcome = Outcome.DONE) -> str:
    """Return the receipt of a line that holds the hash of some bytes, in a log of one entry."""
    line = Line(act, outcome, "HOPERAT", SYSTEM, "checks-itself", facts={"sha256": hashlib.sha256(content).hexdigest()})
    salt = b"s" * 16
    bytes_ = leaf(uuid.uuid4(), datetime(2026, 11, 28, tzinfo=UTC), line, salt)
    checkpoint = signed(checkpoint_text(ORIGIN, 1, leaf_hash(bytes_)), ORIGIN, KEY)
    return str(Receipt(json.loads(bytes_), people_in(line), salt, {}, PUBLIC, 0, (), checkpoint))


def a_pack() -> bytes:
    return zipped(FILES, a_receipt(manifest_of(FILES)))


def with_file(pack: bytes, name: str, content: bytes) -> bytes:
    """Return a pack with one file of other content, or one more."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()} | {name: content}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one, kept in files.items():
            archive.writestr(one, kept)
    return out.getvalue()


def test_a_pack_that_nobody_changed_holds() -> None:
    assert proved_pack(a_pack(), [PUBLIC]).is_pinned
    assert not proved_pack(a_pack()).is_pinned


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.txt", b"Certified"),
        ("more.txt", b"One more"),
        (MANIFEST, manifest_of({})),
        (PROOF, a_receipt(b"something else").encode()),
        (PROOF, a_receipt(manifest_of(FILES), Act.PRINT).encode()),
        (PROOF, a_receipt(manifest_of(FILES), outcome=Outcome.REFUSED).encode()),
    ],
)
def test_a_changed_pack_does_not(name: str, content: bytes) -> None:
    with pytest.raises(NotVouchedFor):
        proved_pack(with_file(a_pack(), name, content), [PUBLIC])


def test_what_is_no_pack_and_what_another_key_signed_does_not() -> None:
    with pytest.raises(NotVouchedFor):
        proved_pack(b"PK\x03\x04 cut")
    with pytest.raises(ReceiptRefused):
        proved_pack(a_pack(), [OTHER])
    with pytest.raises(ReceiptRefused):
        proved_pack(with_file(a_pack(), PROOF, b"cut"))


def test_a_report_is_proved_by_the_receipt_of_its_line() -> None:
    assert proved(b"%PDF-", a_receipt(b"%PDF-", Act.PRINT), Act.PRINT, [PUBLIC])
    with pytest.raises(NotVouchedFor):
        proved(b"%PDF-1", a_receipt(b"%PDF-", Act.PRINT), Act.PRINT, [PUBLIC])


def test_the_command_says_whether_it_holds(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(a_pack())
    bad.write_bytes(with_file(a_pack(), "README.txt", b"Certified"))
    holds = CliRunner().invoke(main, ["conformity", "--verify", str(good), "--key", str(PUBLIC)])
    does_not = CliRunner().invoke(main, ["conformity", "--verify", str(bad)])

    assert (holds.exit_code, holds.output.startswith("This holds: entry 1")) == (0, True)
    assert verifier_key(str(PUBLIC)) == PUBLIC
    assert (does_not.exit_code, "it was changed" in does_not.output) == (1, True)


JUNIT = b"""<testsuites><testsuite>
<testcase classname="tests.threats.T12_the_server_keeps_no_call" name="test_a"/>
<testcase classname="tests.threats.T12_the_server_keeps_no_call" name="test_b"><skipped/></testcase>
<testcase classname="tests.journeys.test_middle" name="test_c"><failure message="no"/></testcase>
</testsuite></testsuites>"""


def test_a_pack_says_what_each_test_came_to_where_that_is_given() -> None:
    standing = next(Standing(one, NOW, NOW) for one in check(SOUND) if one.rule == "R01")
    files = contents(Report((standing,), NOW), [], "Praxis Dr. Bea", "18.1", JUNIT)
    (told,) = json.loads(files["requirements.json"])
    came = dict(zip(told["tests"], told["tests_came_to"], strict=True))

    assert files["tests.junit.xml"] == JUNIT
    assert came["tests/threats/T12_the_server_keeps_no_call.py"] == "1 passed, 1 skipped"
    assert came["tests/journeys/test_middle.py"] == "1 failed"
    assert came["tests/journeys/test_consultation.py"] == "not given"
    for wrong in (b"no xml", b"<testsuites/>"):
        with pytest.raises(NotResults):
            results(wrong)


def test_a_pack_holds_rule_test_and_result_and_what_is_installed() -> None:
    standings = tuple(Standing(one, NOW, NOW) for one in check(SOUND))
    files = contents(Report(standings, NOW), [("record-en.pdf", b"%PDF-")], "Praxis Dr. Bea", "18.1")
    told = {one["rule"]: one for one in json.loads(files["requirements.json"])}

    assert set(told) == set(rules())
    assert "tests/threats/T12_the_server_keeps_no_call.py" in told["R01"]["tests"]
    assert "tests/journeys/test_middle.py" in told["R01"]["tests"]
    assert [row["rule"] for row in csv.DictReader(io.StringIO(files["requirements.csv"].decode("utf-8-sig")))] == list(
        told
    )
    assert {
        "papers/record-en.pdf",
        "report-de.pdf",
        "report-en.pdf",
        "runtime.txt",
        "documents/THREAT_MODEL.md",
    } <= set(files)
    assert files["report-de.pdf"].startswith(b"%PDF-")
    assert json.loads(files["versions.json"])["postgresql"] == "18.1"
    assert "not certified" in files["README.txt"].decode()
    bill = json.loads(files["sbom.cdx.json"])
    django = next(one for one in bill["components"] if one["name"] == "django")
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert django["purl"] == f"pkg:pypi/django@{django['version']}"
    needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    asgiref = next(one for one in bill["components"] if one["name"] == "asgiref")
    assert asgiref["bom-ref"] in needs[django["bom-ref"]]
    assert json.loads(bill_of_materials(["never-made"]))["metadata"]["component"]["name"] == "paravent"
