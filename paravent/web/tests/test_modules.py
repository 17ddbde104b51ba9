"""The modules named in a page's head are those that the page's own module needs."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.template import Context, Template

from paravent.web.templatetags.modules import imported_by


def names_in(page: str) -> set[str]:
    """Return the modules of a folder that an entry's graph does not name, though a module of the graph mentions them."""
    mentioned = set()
    for name in (page, *imported_by(page)):
        folder = Path(str(finders.find(name))).parent
        lines = (folder / Path(name).name).read_text().splitlines()
        code = [line for line in lines if " from " in line and not line.lstrip().startswith(("*", "/"))]
        mentioned |= {f"calls/{line.split('./')[1].split(chr(34))[0]}" for line in code if '"./' in line}
    return mentioned - {page, *imported_by(page)}


def test_every_module_of_a_consultation_is_named() -> None:
    for page in ("calls/guest.js", "calls/consult.js"):
        assert {"calls/stage.js", "calls/peer-link.js", "calls/messages.js"} <= set(imported_by(page))
        assert names_in(page) == set()
        assert page not in imported_by(page)


def test_a_module_that_only_lends_its_types_is_not_fetched() -> None:
    assert 'import("./messages.js")' in Path(str(finders.find("calls/handshake.js"))).read_text()
    assert "calls/commitment.js" in imported_by("calls/handshake.js")
    assert "calls/messages.js" not in imported_by("calls/handshake.js")


def test_the_links_are_those_of_the_hashed_files(db: None) -> None:
    shown = Template('{% load modules %}{% preloaded_modules "calls/guest.js" %}').render(Context())
    assert shown.count('<link rel="modulepreload" href="/static/calls/') == len(imported_by("calls/guest.js"))
    assert '/static/calls/stage.js"' not in shown
