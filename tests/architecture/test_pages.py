"""What a browser is given: nothing inline, nobody else's host, and modules that were tried."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files, is_test, shown

TEMPLATES = [path for path in files(".html") if "templates" in path.parts]
STATIC = [path for path in files(".js", ".css", ".svg") if "static" in path.parts and not path.stem.endswith(".test")]
MODULES = [path for path in STATIC if path.suffix == ".js"]
PYTHON = [path for path in files(".py") if path.is_relative_to(ROOT / "paravent") and not is_test(path)]

TOUCHING = {
    "paravent/calls/static/calls/consult.js": "the clinician's page",
    "paravent/calls/static/calls/exchange-pane.js": "the pane of what is sent in the call",
    "paravent/calls/static/calls/guest.js": "the patient's page",
    "paravent/calls/static/calls/news.js": "says that something came while its pane is out of sight",
    "paravent/calls/static/calls/own-devices.js": "the buttons of camera and microphone; tests/journeys/test_devices.py",
    "paravent/calls/static/calls/own-media.js": "camera and microphone of this device",
    "paravent/calls/static/calls/stage.js": "the pictures and what is said about them",
    "paravent/copies/static/copies/copying.js": "what is copied out of a file",
    "paravent/copies/static/copies/print.js": "the page that goes on paper",
    "paravent/detours/static/detours/nudge.js": "the line under a text; tests/journeys/test_detours.py",
    "paravent/people/static/people/enrol.js": "the page behind an enrolment link",
    "paravent/people/static/people/password.js": "a password that is shown, and how good it is; tests/journeys/test_sign_in.py",
    "paravent/people/static/people/passkey.js": "every button behind which a passkey is asked for; tests/journeys/test_sign_in.py",
    "paravent/web/static/web/typed-early.js": "what was typed at once counts too; tests/journeys/test_keyboard.py",
    "paravent/web/static/web/pressing.js": "what is pressed stays; tests/journeys/test_company.py",
    "paravent/visits/static/visits/book.js": "the booking form",
    "paravent/visits/static/visits/copy.js": "the button that copies a link",
    "paravent/visits/static/visits/day.js": "the day page's socket",
    "paravent/visits/static/visits/join.js": "the page behind an invitation",
    "paravent/web/static/web/sample/program.js": "the sample program's page; tests/journeys/test_programs.py",
    "paravent/web/static/web/keyboard.js": "Escape and the focus, on every page; tests/journeys/test_keyboard.py",
}
"""Modules that touch the page or the network: journeys try them. Whatever thinks has a test beside it."""

IN_BOTH_LANGUAGES = {
    "paravent/web/templates/500.html": "shown when nothing works, not even choosing a language",
    "paravent/web/templates/503.html": "shown when a key file is open to others, before anything is read that says a language",
}

ADDRESS = re.compile(r"(?:https?:|wss?:)?//([\w-]+(?:\.[\w-]+)+)")
NAMES_OF_FORMATS = {"www.w3.org"}
"""What looks like an address and is the name of a format; a browser asks it nothing."""


class Inline(HTMLParser):
    """Collects what a strict content security policy would refuse."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open = ""
        self.feed(re.sub(r"{[%#].*?[%#]}", "", text, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.found += [f"{tag} {name}" for name, value in given.items() if (value or "").startswith("javascript:")]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.found.append(tag)


@pytest.mark.parametrize("template", TEMPLATES, ids=shown)
def test_nothing_stands_inline(template: Path) -> None:
    assert Inline(template.read_text()).found == []


@pytest.mark.parametrize(
    "text",
    [
        "<p style='color: red'>",
        "<button onclick='go()'>",
        "<a href='javascript:go()'>",
        "<style>p { color: red }</style>",
        "<script>go()</script>",
    ],
)
def test_what_stands_inline_is_seen(text: str) -> None:
    assert Inline(text).found


IN_THE_ADDRESS = {
    "paravent/visits/templates/visits/day.html": "which day is shown",
    "paravent/drills/templates/drills/outcome.html": "a button alone",
}
"""Forms that are sent by GET, and what of them stands in the address: nothing about anybody."""


def sent_by(text: str) -> set[str]:
    """Return by which methods a template's forms are sent: one that names none by GET, also where its script is not there yet to catch it."""
    opened = re.findall(r"<form\b[^>]*>", re.sub(r"{[%#].*?[%#]}", "", text, flags=re.DOTALL))
    methods = [re.search(r'\bmethod="([^"]+)"', form) for form in opened]
    return {found[1] if found else "get" for found in methods}


def test_what_is_typed_never_stands_in_an_address() -> None:
    by_get = {shown(path) for path in TEMPLATES if "get" in sent_by(path.read_text())}

    assert by_get == set(IN_THE_ADDRESS)


def test_a_form_that_would_write_into_the_address_is_seen() -> None:
    assert sent_by('<form data-chat-form><input name="text"></form>') == {"get"}


def belated(text: str) -> int:
    """Return how many styles a template asks for outside of the head: whoever builds the page stops there until they have come."""
    heads = re.findall(r"<head>.*?</head>|{% block head %}.*?{% endblock %}", text, flags=re.DOTALL)
    return text.count('rel="stylesheet"') - sum(head.count('rel="stylesheet"') for head in heads)


def test_styles_are_asked_for_in_the_head() -> None:
    assert [shown(path) for path in TEMPLATES if belated(path.read_text())] == []


def test_a_belated_style_is_seen() -> None:
    assert belated('<body><link rel="stylesheet" href="late.css"></body>') == 1


def hosts(path: Path) -> set[str]:
    """Return the hosts that a file names, its comments aside."""
    text = re.sub(r"/\*.*?\*/|^\s*//.*?$|{#.*?#}", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    return set(ADDRESS.findall(text)) - NAMES_OF_FORMATS


def test_no_page_asks_another_host() -> None:
    assert {shown(path): found for path in [*TEMPLATES, *STATIC] if (found := hosts(path))} == {}


def test_another_host_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<script src="//cdn.example.org/a.js"></script><img src="https://pixel.example.com/p">')

    assert hosts(page) == {"cdn.example.org", "pixel.example.com"}


def test_every_module_that_thinks_has_a_test_beside_it() -> None:
    untried = {shown(path) for path in MODULES if not path.with_suffix(".test.js").exists()}

    assert untried - set(TOUCHING) == set()
    assert set(TOUCHING) - untried == set(), "these have a test now, or are gone: take them off the list"


def test_every_page_has_its_words_translated() -> None:
    """A rough look: running text of two words and more outside of translate tags."""
    bare = {shown(path) for path in TEMPLATES if untranslated(path.read_text())}

    assert bare == set(IN_BOTH_LANGUAGES)


def untranslated(text: str) -> list[str]:
    """Return running text that no translation is asked for. What is typed into a machine is nobody's language."""
    text = re.sub(r"{%\s*(blocktrans(?:late)?)\b.*?{%\s*end\1\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", "", text, flags=re.DOTALL)
    bare = re.sub(r"<code>.*?</code>|<[^>]*>", "\n", text)
    return [line.strip() for line in bare.splitlines() if len(re.findall(r"[A-Za-zäöüß]{2,}", line)) > 1]


RENAMED = re.compile(r"^from django\.utils\.translation import \w+ as (?!_$)(\w+)", re.MULTILINE)
"""A translation under a name that the collection of sentences does not know: what it says stays English."""


def test_every_sentence_is_collected() -> None:
    assert {shown(path): found for path in PYTHON if (found := RENAMED.findall(path.read_text()))} == {}


def test_a_renamed_translation_is_seen() -> None:
    assert RENAMED.findall("from django.utils.translation import gettext as say\n") == ["say"]
    assert RENAMED.findall("from django.utils.translation import gettext_lazy as _\n") == []


def test_bare_words_are_seen() -> None:
    assert untranslated('{% translate "Good day" %}<p class="big red">See you soon</p>') == ["See you soon"]


def test_only_our_own_files_are_looked_at() -> None:
    assert not any(is_test(path) for path in TEMPLATES)
    assert all(path.is_relative_to(ROOT / "paravent") for path in [*TEMPLATES, *STATIC])
    assert TEMPLATES
    assert MODULES


def test_every_form_tells_what_it_does_not_accept() -> None:
    silent = re.compile(r"^class (\w+)\(.*\bforms\.(?:Model)?Form\b", re.MULTILINE)
    found = [f"{shown(path)}: {name}" for path in PYTHON for name in silent.findall(path.read_text())]
    assert found == ["paravent/access/forms.py: Form"], "take paravent.access.forms.Form"
