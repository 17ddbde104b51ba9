"""English and German are complete: what the code can say, the catalogue says too."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.test import Client

PACKAGE = Path(__file__).parents[2]
CATALOGUE = Path("web/locale/de/LC_MESSAGES/django.po")
PLACE = re.compile(r"%\(\w+\)s|%s|\{\w*\}")


def collected(package: Path) -> Catalog:
    """Return the German catalogue after the sentences of the code have been collected anew."""
    collect = ["makemessages", "--locale", "de", "--no-location", "--no-wrap", "--ignore", "tests/*"]
    # The copy is imported, too: its settings say where its catalogue is. Not from its folder, whose fhir is not the library's (-P).
    environment = os.environ | {"PYTHONPATH": str(package.parent)}
    subprocess.run([sys.executable, "-P", "-m", "django", *collect], check=True, cwd=package, env=environment)
    with (package / CATALOGUE).open("rb") as file:
        return read_po(file)


def strings(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def is_whole(message: Message) -> bool:
    """Tell whether every form is there, sure, and keeps the places of the English one."""
    wanted = {place for text in strings(message.id) for place in PLACE.findall(text)}
    said = [set(PLACE.findall(text)) for text in strings(message.string)]
    return all(strings(message.string)) and not message.fuzzy and all(places == wanted for places in said)


def test_every_sentence_is_said_in_german(tmp_path: Path) -> None:
    if shutil.which("xgettext") is None:
        pytest.skip("collecting sentences needs gettext: apt-get install gettext")
    copy = tmp_path / "paravent"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("tests", "__pycache__", "*.mo"))

    catalogue = collected(copy)

    assert len(catalogue) > 400
    assert [message.id for message in catalogue if message.id and not is_whole(message)] == []


@pytest.mark.django_db
def test_a_page_speaks_the_readers_language(client: Client) -> None:
    assert "Mit Passkey anmelden" in client.get("/account/login/", HTTP_ACCEPT_LANGUAGE="de-AT").content.decode()
    assert "Sign in with a passkey" in client.get("/account/login/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()


@pytest.mark.django_db
def test_the_language_can_be_switched_and_is_remembered(client: Client) -> None:
    client.post("/language/setlang/", {"language": "de", "next": "/account/login/"})

    assert '<html lang="de">' in client.get("/account/login/").content.decode()
