"""Whoever reads what `paravent detours scan` prints of a network's log *cannot* learn an address, a host that was asked for, or anything that fewer than five devices did."""

import json
import re

import pytest
from click.testing import CliRunner

from paravent.web.cli import main

LINE = "Nov 28 {hour:02}:10:02 dnsmasq[1]: query[A] {host} from {client}\n"
BUSY = [f"10.0.1.{nth}" for nth in range(20, 40)]
ALONE = "10.0.2.77"
ADDRESS = re.compile(r"\b10\.0\.\d+\.(?!0/24)\d+")


def log() -> bytes:
    said = [LINE.format(hour=9, host="zoom.us", client=one) for one in BUSY]
    said += [LINE.format(hour=3, host="web.whatsapp.com", client=BUSY[0])]
    said += [LINE.format(hour=9, host="secret-clinic.example", client=one) for one in BUSY]
    said += [LINE.format(hour=9, host="t.me", client=ALONE)] * 50
    return "".join(said).encode()


@pytest.mark.parametrize("options", [["--json"], []])
def test_no_address_and_no_host_is_printed(options: list[str]) -> None:
    done = CliRunner().invoke(main, ["detours", "scan", "-", *options], input=log())

    assert done.exit_code == 0
    assert "10.0.1.0/24" in done.output
    assert ADDRESS.findall(done.output) == []
    assert "secret-clinic" not in done.output


def test_one_device_alone_is_in_no_figure() -> None:
    """At three in the morning one device asked, and in another network only one: neither can be told, nor had by taking away."""
    told = json.loads(CliRunner().invoke(main, ["detours", "scan", "-", "--json"], input=log()).stdout)

    assert [(one["network"], one["hour"], one["asked"]) for one in told["shares"]] == [
        ("10.0.1.0/24", None, 40),
        ("10.0.1.0/24", 9, 40),
    ]
    assert told["withheld_cells"] == 2
