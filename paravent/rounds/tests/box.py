"""The post box of a run at this installation, served, and hospitals that never were who bring their letters to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from paravent.access.terms import INSTALLATION
from paravent.interop.tests.served import served
from paravent.learning.carrying import Box, box_at
from paravent.learning.letters import Letter, read
from paravent.learning.terms import Charter
from paravent.learning.tests.cast import Hospital
from paravent.rounds import operations


@contextmanager
def a_box(charter: Charter, *sites: Hospital) -> Iterator[list[Box]]:
    """Serve, and return the post box as each of the sites sees it."""
    with served():
        address = f"{settings.BASE_URL}/rounds/{charter.digest}/letters/"
        yield [box_at(address, site.key) for site in sites]


def came(box: Box, charter: Charter) -> list[Letter]:
    """Return what lies in a box, each letter verified."""
    return [read(box.letter(digest), charter) for digest in box.digests()]


def led_here(charter: Charter) -> bool:
    """Do what is due here, for whoever leads and takes part, and tell whether something was."""
    _, led = operations.lead_round(INSTALLATION, charter.digest, [])
    _, took_part = operations.take_part(INSTALLATION, charter.digest, [])
    return bool(led.wrote or took_part.wrote)


def over_http(charter: Charter, site: Hospital, box: Box) -> bool:
    """Let a hospital do what is due by what lies in the box, and bring what it wrote."""
    post = came(box, charter)
    known = {letter.digest for letter in post}
    did = site.step(charter, post)
    for letter in post:
        if letter.digest not in known:
            box.bring(letter)
    return did


def went_on_over_http(charter: Charter, sites: list[Hospital], boxes: list[Box]) -> None:
    """Go on with everybody until nobody has anything to do."""
    while any([led_here(charter), *(over_http(charter, *pair) for pair in zip(sites, boxes, strict=True))]):
        pass
