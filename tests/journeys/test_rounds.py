"""Three installations learn one model: by the pages of a study, the command that stands there, and a post box that two other hospitals reach."""

import shlex
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from paravent.learning.carrying import Box, box_at
from paravent.learning.leading import public_hex
from paravent.learning.letters import Letter, read
from paravent.learning.terms import BoxUnreachable, Charter, Site
from paravent.learning.tests.cast import Hospital, a_charter, a_key, hospitals
from tests.journeys import steps
from tests.journeys.looking import look_at
from tests.journeys.practice import ROOT, Practice
from tests.journeys.test_research import approve, propose

TITLE = "Who has diabetes, learned by three"
NAMES = ("Aalen", "Bonn", "Celle")
DIABETES = "Condition?code=http://hl7.org/fhir/sid/icd-10|E11.9"


@dataclass
class Elsewhere:
    """A hospital that never was, at the post box of whoever leads."""

    site: Hospital
    box: Box
    post: list[Letter] = field(default_factory=list)

    def goes_on(self, charter: Charter) -> bool:
        """Fetch what came, do what is due, bring what was written; tell whether the last model stands there."""
        try:
            known = {letter.digest for letter in self.post}
            self.post += [read(self.box.letter(one), charter) for one in self.box.digests() if one not in known]
            fetched = len(self.post)
            while self.site.step(charter, self.post):
                pass
            for letter in self.post[fetched:]:
                self.box.bring(letter)
        except BoxUnreachable:
            # Asked too often in this minute: again a little later, as the command does.
            return False
        return self.site.seat is not None and self.site.seat.after == charter.rounds


def all_stand(others: list[Elsewhere], charter: Charter, page: Page) -> bool:
    """Let each of the others go on, and tell whether the last model stands at all of them."""
    page.wait_for_timeout(1000)
    return all([one.goes_on(charter) for one in others])  # noqa: C419 (each of them, also where one is not ready)


def charter_of(practice: Practice) -> Charter:
    """Return what the three wrote together: this installation leads, as Aalen."""
    keys = (practice.run("federate", "key").strip(), public_hex(a_key(1)), public_hex(a_key(2)))
    sites = tuple(Site(name=name, key=key) for name, key in zip(NAMES, keys, strict=True))
    until = datetime.now(UTC).date() + timedelta(days=60)
    return a_charter(rounds=1, noise=5.0, sites=sites, leader="Aalen", label=DIABETES, until=until)


def bring_and_agree(fen: Page, gul: Page, charter: Charter) -> None:
    """Bring the charter to data protection, who reads in words what it comes to, and agrees."""
    gul.get_by_label("ε 1").check()
    gul.get_by_role("button", name="Give it").click()
    fen.reload()
    fen.get_by_role("link", name="Learning with other hospitals").click()
    fen.get_by_label("The charter").fill(charter.content.decode())
    fen.get_by_role("button", name="Bring it to data protection").click()
    expect(fen.get_by_text("waits for data protection")).to_be_visible()
    gul.goto(fen.url)
    expect(gul.get_by_text("Aalen (leads), Bonn, Celle")).to_be_visible()
    look_at(gul, "a charter to be agreed to")
    gul.get_by_role("button", name="Agree to it").click()
    expect(gul.get_by_text("It has not begun here.")).to_be_visible()


@contextmanager
def typed(practice: Practice, line: str) -> Iterator[None]:
    """Let a command run that stands on a page, as whoever runs the installation types it."""
    words = shlex.split(line)[1:]
    with (practice.home / "led").open("wb") as said:
        begun = subprocess.Popen(
            practice.command(*words, "--every", "1s"), stdout=said, stderr=said, env=practice.environment(), cwd=ROOT
        )
        try:
            yield
        finally:
            begun.terminate()
            begun.wait(30)


def test_three_learn_by_the_pages_and_the_commands_that_stand_there(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    fen, gul = somebody(), somebody()
    steps.sign_in(fen, practice, "fen")
    propose(fen, TITLE, "Programs that learn")
    steps.sign_in(gul, practice, "gul")
    approve(gul, TITLE)
    charter = charter_of(practice)
    bring_and_agree(fen, gul, charter)

    fen.reload()
    fen.get_by_text("How it is started").click()
    lead, join = fen.locator("pre code").all_inner_texts()
    address = shlex.split(join)[shlex.split(join).index("--at") + 1]
    others = [Elsewhere(site, box_at(address, site.key)) for site in hospitals(names=NAMES)[1:]]
    with typed(practice, lead):
        steps.until(lambda: fen.reload() and fen.get_by_text("It waits for Bonn, Celle").is_visible(), fen, 60)
        look_at(fen, "a run that waits for others")
        steps.until(lambda: all_stand(others, charter, fen), fen, 90)
        steps.until(lambda: fen.reload() and fen.get_by_text("After round 1").is_visible(), fen, 30)

    expect(fen.get_by_text("the run is over")).to_be_visible()
    expect(fen.get_by_text("its mask was opened")).to_have_count(1)
    look_at(fen, "a model that was learned")
    with fen.expect_download():
        fen.get_by_role("link", name="Take the model").click()
    gul.reload()
    expect(gul.get_by_text("After round 1")).to_be_visible()
