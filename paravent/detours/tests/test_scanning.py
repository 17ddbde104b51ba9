"""A log of each kind, as its program writes it: what is told of it, what is withheld, and what is said where it cannot be read."""

import gzip
import ipaddress
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from paravent.detours import scanning
from paravent.detours.logs import Format
from paravent.detours.scanning import Found, Scan, TooNarrow, app_of, named_network
from paravent.detours.terms import FormatUnknown
from paravent.web.cli import main

PIHOLE = "Nov 28 09:1{0}:02 dnsmasq[1234]: query[A] {1} from {2}\nNov 28 09:1{0}:02 dnsmasq[1234]: forwarded {1} to 9.9.9.9\n"
SQUID = "1764320{0}00.123    200 {2} TCP_TUNNEL/200 3900 CONNECT {1}:443 - HIER_DIRECT/170.114.52.2 -\n"
WINDOWS = (
    "11/28/2026 9:1{0}:32 AM 0E70 PACKET  00000000033397A0 UDP Rcv {2}    5b47   Q [0001   D   NOERROR] A      {1}\n"
)
ZEEK = "1764320{0}00.123456\tCx\t{2}\t53211\t10.0.0.1\t53\tudp\t{1}\n"
ZEEK_HEAD = "#separator \\x09\n#path\tdns\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery\n"
ZEEK_JSON = '{{"ts":1764320{0}00.123456,"uid":"Cx","id.orig_h":"{2}","id.resp_h":"10.0.0.1","query":"{1}"}}\n'


def labels(host: str) -> str:
    """Write a host as Windows does."""
    return "".join(f"({len(one)}){one}" for one in host.split(".")) + "(0)"


def log(line: str, head: str = "", *, write: object = str) -> list[bytes]:
    """Return a log in which each of six devices asks for Zoom once and for something else thrice; a seventh is alone elsewhere."""
    said = [head]
    for device in range(10, 16):
        for nth, host in enumerate(("us02web.zoom.us", "example.org", "notzoom.us", "zoom.us.evil.example")):
            said.append(line.format(nth, write(host), f"192.168.7.{device}"))  # type: ignore[operator]
    said.append(line.format(5, write("chat.whatsapp.com"), "192.168.8.99"))  # type: ignore[operator]
    return "".join(said).encode().splitlines(keepends=True)


KINDS = [
    pytest.param(Format.PIHOLE, log(PIHOLE), id="Pi-hole"),
    pytest.param(Format.SQUID, log(SQUID), id="Squid"),
    pytest.param(
        Format.WINDOWS, log(WINDOWS, "DNS Server log file creation at 11/28/2026\n\n", write=labels), id="Windows"
    ),
    pytest.param(Format.ZEEK_TSV, log(ZEEK, ZEEK_HEAD), id="Zeek TSV"),
    pytest.param(Format.ZEEK_JSON, log(ZEEK_JSON), id="Zeek JSON"),
]


@pytest.mark.parametrize(("kind", "lines"), KINDS)
def test_each_format_tells_the_same(kind: Format, lines: list[bytes]) -> None:
    found = Scan().read(lines)

    assert found.format is kind
    assert (found.asked, found.unreadable) == (25, 0)
    whole = [one for one in found.shares if one.hour is None]
    assert [(one.network, one.asked, one.calls, one.apps) for one in whole] == [("192.168.7.0/24", 24, 6, {"zoom": 6})]
    assert found.withheld == 1


@pytest.mark.parametrize(("kind", "lines"), KINDS)
def test_no_address_is_left_in_what_is_found_or_in_the_scan(kind: Format, lines: list[bytes]) -> None:
    scan = Scan()
    found = scan.read(lines)

    assert "192.168.7.1" not in str(found)
    assert "192.168.8" not in str(found), "a network with one device is not told"
    assert b"192.168.7.10" not in str(vars(scan)).encode(), kind


def test_four_devices_that_call_are_not_told_among_many_that_do_not() -> None:
    calm = [PIHOLE.format(1, "example.org", f"10.0.0.{device}") for device in range(20)]
    calls = [PIHOLE.format(1, "zoom.us", f"10.0.0.{device}") for device in range(4)]
    fifth = PIHOLE.format(1, "zoom.us", "10.0.0.9")

    def read(*lines: str) -> Found:
        return Scan().read([line.encode() for line in lines])

    assert read(*calm, *calls).shares == ()
    assert [one.calls for one in read(*calm, *calls, fifth).shares] == [5, 5]


def test_a_sum_contains_no_hour_that_is_withheld() -> None:
    told = [PIHOLE.format(1, "zoom.us", f"10.0.0.{device}") for device in range(5)]
    hidden = [PIHOLE.format(1, "zoom.us", "10.0.0.3").replace(" 09:", " 10:")]

    found = Scan().read([line.encode() for line in told + hidden])

    assert [(one.hour, one.calls) for one in found.shares] == [(None, 5), (9, 5)]
    assert found.withheld == 1


def test_networks_have_the_names_they_are_given_and_ipv6_is_read() -> None:
    lines = [PIHOLE.format(1, "t.me", f"10.1.{third}.7").encode() for third in range(5)]
    lines += [PIHOLE.format(1, "t.me", f"2001:db8:0:1::{device}").encode() for device in range(5)]

    found = Scan({ipaddress.ip_network("10.1.0.0/16"): "Ward 3"}).read(lines)

    assert [one.network for one in found.shares if one.hour is None] == ["2001:db8:0:1::/64", "Ward 3"]
    with pytest.raises(TooNarrow):
        named_network("10.1.2.128/25=Bed 4")


def test_a_host_belongs_to_an_app_by_its_whole_labels() -> None:
    hosts = ("mmg.whatsapp.net", "zoom.us", "notzoom.us", "zoom.us.evil.example", "t.me", "get.me", "apple.com", "")
    assert [app_of(host) for host in hosts] == ["whatsapp", "zoom", "", "", "telegram", "", "", ""]


def test_what_is_no_log_is_said_by_line() -> None:
    with pytest.raises(FormatUnknown) as odd:
        Scan().read([b"\n", b"name;birth date\n"])
    assert odd.value.args[0] == 2


@pytest.fixture
def pihole(tmp_path: Path) -> Path:
    path = tmp_path / "pihole.log.gz"
    path.write_bytes(gzip.compress(b"".join(log(PIHOLE))))
    return path


def test_the_command_reads_what_is_packed_and_prints_json(pihole: Path) -> None:
    done = CliRunner().invoke(main, ["detours", "scan", str(pihole), "--json", "--network", "192.168.0.0/16=House"])

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["format"] == "Pi-hole"
    assert told["shares"][0] == {
        "network": "House",
        "hour": None,
        "asked": 25,
        "calls": 7,
        "apps": {},  # one device alone asked for WhatsApp: which apps they were is not told
        "share": 0.28,
    }


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 1, "Line 1 of"),
        (b"hello\nyou\n", 1, "Line 1 of"),
        ("Nov".encode("utf-16"), 1, "UTF-16"),
        (b"#fields\tts\tuid\thost\n", 1, "not dns.log"),
        (gzip.compress(b"".join(log(PIHOLE)))[:-20], 1, "ends in the middle"),
        (b"".join(log(PIHOLE)) + b"garbage\n" * 10, 3, "10 lines could not be read, the first is line 51"),
    ],
)
def test_what_cannot_be_read_is_said_with_an_exit_code(tmp_path: Path, content: bytes, code: int, said: str) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)

    done = CliRunner().invoke(main, ["detours", "scan", str(path)])

    assert done.exit_code == code, done.output
    assert said in done.output


def test_a_name_for_less_than_a_network_is_not_taken(pihole: Path) -> None:
    for wrong in ("10.1.2.3/32=Bed", "10.1.0.0/16", "Ward=10.1.0.0/16"):
        assert CliRunner().invoke(main, ["detours", "scan", str(pihole), "--network", wrong]).exit_code == 2


def test_devices_are_told_apart_by_a_key_of_this_run_alone() -> None:
    one, other = Scan(), Scan()
    for scan in (one, other):
        scan.read(log(PIHOLE))

    numbers = [scan.cells["192.168.7.0/24", 9].devices for scan in (one, other)]
    assert len(numbers[0]) == 6
    assert not numbers[0] & numbers[1]
    assert scanning.FEWEST == 5
