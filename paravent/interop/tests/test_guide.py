"""Every command in the guide for other programs does what the guide says."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from paravent.access.terms import Purpose
from paravent.interop.tests import cast
from paravent.interop.tests.cast import Practice
from paravent.interop.tests.served import served

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "fhir.md"
COMMANDS = re.findall(r"^curl .+$", GUIDE.read_text(), flags=re.MULTILINE)


@pytest.mark.skipif(shutil.which("curl") is None, reason="the guide's commands need curl")
def test_every_command_is_answered_with_what_was_asked_for(here: Practice) -> None:
    token = cast.given("bea", here.bea)
    billing = cast.given("dua", here.dua, "user/ChargeItem.rs", purpose=Purpose.PAYMENT)
    with served() as address:
        there = os.environ | {"FHIR": address, "TOKEN": token, "BILLING": billing, "PATIENT": str(here.ali)}
        kinds = [
            re.findall(r'"resourceType": ?"(\w+)"', _said(command, there).replace('":"', '": "'))[0]
            for command in COMMANDS
        ]
    assert kinds == ["CapabilityStatement", "Patient", "Bundle", "Bundle", "Bundle", "Bundle", "Observation", "Bundle"]


def _said(command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(["/bin/sh", "-c", command], check=True, capture_output=True, env=environment)
    return done.stdout.decode()
