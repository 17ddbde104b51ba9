"""Gül holds the installation against the rules; a script of the call that somebody changed is seen, mended, and met again."""

import json
import subprocess
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.looking import look_at
from tests.journeys.practice import ROOT, Practice
from tests.journeys.steps import go_to, sign_in, until

CHANGED = "Changed since they were collected: calls/handshake."


def look_anew(gul: Page) -> None:
    gul.get_by_role("button", name="Look now").click()
    expect(gul.get_by_role("status").get_by_text("Looked at anew.")).to_be_visible()


def rule(gul: Page, group: str, name: str) -> Locator:
    """Return one rule below the heading of what it came to."""
    return gul.get_by_role("region", name=group, exact=True).locator(
        "details", has=gul.locator("summary", has_text=name)
    )


def as_printed(practice: Practice) -> tuple[int, dict[str, Any]]:
    """Return the exit code of the command, and what it prints about the first rule."""
    words = practice.command("conformity", "--json")
    done = subprocess.run(words, check=False, capture_output=True, env=practice.environment(), cwd=ROOT)
    return done.returncode, next(one for one in json.loads(done.stdout)["rules"] if one["rule"] == "R01")


def draw(gul: Page) -> None:
    """Draw the report, and take its proof."""
    with gul.expect_download() as drawn:
        gul.get_by_role("button", name="Report (PDF)").click()
    assert drawn.value.path().read_bytes().startswith(b"%PDF-")
    proof = gul.get_by_role("link", name="Proof", include_hidden=True)
    until(lambda: gul.reload() is not None and proof.count() == 1, gul)
    gul.get_by_text("Reports that you drew").click()
    with gul.expect_download() as taken:
        proof.click()
    assert taken.value.path().read_text().startswith("paravent receipt v1")


def test_a_changed_script_is_seen_mended_and_met_again(practice: Practice, somebody: Callable[..., Page]) -> None:
    gul = somebody()
    sign_in(gul, practice, "gul")
    go_to(gul, "Conformity")
    expect(gul.get_by_text("Paravent is not certified.")).to_be_visible()
    look_anew(gul)
    expect(rule(gul, "Met", "Nobody listens in")).to_have_count(1)
    expect(rule(gul, "Not met", "Whose practice this is")).to_contain_text("This is a demonstration")

    script = next((practice.home / "data" / "static" / "calls").glob("handshake.*.js"))
    before = script.read_bytes()
    script.write_bytes(before + b"\n// one more line")
    look_anew(gul)
    expect(rule(gul, "Not met", "Nobody listens in").get_by_text(CHANGED)).to_be_visible()
    look_at(gul, "how it stands with the rules")
    code, printed = as_printed(practice)
    assert (code, printed["result"]) == (1, "fail")
    assert any(CHANGED in one for one in printed["evidence"])

    script.write_bytes(before)
    look_anew(gul)
    expect(rule(gul, "Met", "Nobody listens in")).to_have_count(1)
    draw(gul)
