"""A patient saves the proof of a line and checks it without the practice; somebody outside watches the log."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import ROOT, Practice

SCRIPT = ROOT / "paravent" / "ledger" / "static" / "ledger" / "verify.js"


def saved_receipt(somebody: Callable[..., Page], practice: Practice, folder: Path) -> Path:
    """Hold a consultation, and let the patient save the proof of the first line on their summary."""
    bea, ali = somebody(), somebody(PHONE, accept_downloads=True)
    steps.talk(bea, ali, practice)
    bea.get_by_role("button", name="End visit").click()
    expect(bea.get_by_text("This visit is over.")).to_be_visible()
    link = ali.locator("[data-accesses]").get_by_role("link", name="Proof", exact=True).first
    expect(link).to_be_visible()
    # Signed within a second of the act, on a machine that is not busy with other tests.
    address = practice.base_url + str(link.get_attribute("href"))
    steps.until(lambda: ali.context.request.get(address).ok, ali)
    with ali.expect_download() as download:
        link.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def saved_page(page: Page, folder: Path) -> str:
    """Save the page with its script, as a browser does, and return the file's address."""
    html = re.sub(r'src="[^"]*verify[^"]*\.js"', 'src="verify.js"', page.content())
    (folder / "verify.html").write_text(html)
    (folder / "verify.js").write_text(SCRIPT.read_text())
    return (folder / "verify.html").as_uri()


def judges_both(page: Page, receipt: Path, forged: Path) -> None:
    page.locator("[data-receipt-file]").set_input_files(receipt)
    expect(page.get_by_text("The proof holds")).to_be_visible()
    expect(page.locator('[data-verdict="proved"]').get_by_text("Bea Brandt")).to_be_visible()
    page.locator("[data-receipt-file]").set_input_files(forged)
    expect(page.get_by_text("This entry does not stand in the log that was signed.")).to_be_visible()
    expect(page.get_by_text("The proof holds")).to_be_hidden()


def test_a_patient_checks_a_proof_online_offline_and_from_a_saved_page(
    practice: Practice, somebody: Callable[..., Page], browser: Browser, tmp_path: Path
) -> None:
    receipt, forged = saved_receipt(somebody, practice, tmp_path), tmp_path / "forged.txt"
    forged.write_text(receipt.read_text().replace('"outcome": "done"', '"outcome": "refused"'))
    reader = somebody(PHONE)
    reader.goto(f"{practice.base_url}/ledger/verify/")

    judges_both(reader, receipt, forged)
    reader.context.set_offline(True)
    judges_both(reader, receipt, forged)

    # A browser that has nothing to do with the practice, and a file.
    elsewhere = browser.new_page()
    elsewhere.goto(saved_page(reader, tmp_path))
    judges_both(elsewhere, receipt, forged)
    elsewhere.close()


def paravent(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody does who has the program and nothing of the practice."""
    call = [sys.executable, "-m", "paravent.web.cli", *words]
    return subprocess.run(call, check=False, capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})


def test_somebody_outside_watches_and_checks(practice: Practice, somebody: Callable[..., Page], tmp_path: Path) -> None:
    receipt = saved_receipt(somebody, practice, tmp_path)

    checked = paravent("ledger", "verify", str(receipt))
    assert (checked.returncode, "The receipt holds" in checked.stdout) == (0, True), checked.stderr
    for _ in range(2):
        seen = paravent("witness", practice.base_url, "--state", str(tmp_path / "state"), "--name", "watcher.example")
        assert (seen.returncode, "consistent with all that was seen before" in seen.stdout) == (0, True), seen.stderr
    whole = paravent("ledger", "verify", practice.base_url, "--state", str(tmp_path / "logs"))
    assert (whole.returncode, "The log is whole" in whole.stdout) == (0, True), whole.stderr
    practice.run("ledger", "export", str(tmp_path / "copy"))
    copied = paravent("ledger", "verify", str(tmp_path / "copy"))
    assert (copied.returncode, "lead to the signed root" in copied.stdout) == (0, True), copied.stderr
    assert "The log is whole" in practice.run("ledger", "verify")
    again = paravent("ledger", "verify", practice.base_url, "--state", str(tmp_path / "logs"))
    assert "it goes on from what was seen before" in again.stdout, again.stderr
