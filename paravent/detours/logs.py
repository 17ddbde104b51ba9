"""Lines of DNS and proxy logs: which format a file is in, and of each line when, from where and for which host.

Sources of the formats: dnsmasq's `log-queries` as Pi-hole keeps it; Squid's native access.log; Zeek's dns.log, as TSV and as
JSON; the debug log of Windows DNS, whose fields its own head explains.
"""

import json
import re
import time
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from paravent.detours.terms import FormatUnknown


class Format(StrEnum):
    """The formats that are read."""

    PIHOLE = "Pi-hole"
    SQUID = "Squid"
    ZEEK_TSV = "Zeek dns.log (TSV)"
    ZEEK_JSON = "Zeek dns.log (JSON)"
    WINDOWS = "Windows DNS debug log"


class Asked(NamedTuple):
    """One question: the hour of the day, who asked (to be forgotten at once) and for which host."""

    hour: int
    client: bytes
    host: bytes


PIHOLE = re.compile(
    rb"^(?:\w{3} +\d+|\S+T?) ?(\d\d):\d\d:\d\d\S* dnsmasq\[\d+\]: (?:\d+ \S+ )?query\[[\w=]+\] (\S+) from (\S+)"
)
PIHOLE_LINE = re.compile(rb"^(?:\w{3} +\d+|\S+T?) ?\d\d:\d\d:\d\d\S* dnsmasq(?:-dhcp|-tftp)?\[\d+\]: ")
SQUID = re.compile(
    rb"^ *(\d{9,11})\.\d+ +\d+ (\S+) [A-Z_]+/\d+ \d+ [A-Z_]+ (?:\w+://)?(?:[^/@ ]*@)?([\w.-]+|\[[\da-f:]+\])"
)
SQUID_LINE = re.compile(rb"^ *\d{9,11}\.\d+ +\d+ \S+ [A-Z_]+/\d+ ")
WINDOWS = re.compile(
    rb"^\S+ (\d+):\d\d:\d\d(?: ([AP])M)? +\S+ PACKET +\S+ (?:UDP|TCP) Rcv (\S+) +\S+ +Q \[.*?\] +\S+ +((?:\(\d+\)[^()]*)+)"
)
WINDOWS_LINE = re.compile(rb"^\S+ \d+:\d\d:\d\d(?: [AP]M)? +\S+ [A-Z]")
WINDOWS_HEAD = re.compile(rb"^DNS Server log file|^Log file |^Message logging key|^\s|^$")
LABEL = re.compile(rb"\(\d+\)([^()\s]+)")
ZEEK_FIELDS = (b"ts", b"id.orig_h", b"query")
QUARTER = 900
"""Seconds. No time zone is off by less, so the hour of day is the same for all of it."""

Parse = Callable[[bytes], Asked | None]


class Reader(NamedTuple):
    """How the lines of one format are read, and whether a line that asks nothing still belongs to it."""

    format: Format
    parse: Parse
    belongs: Callable[[bytes], object]


def recognised(lines: list[bytes]) -> Reader:
    """Return how to read a log that begins with these lines; raises FormatUnknown."""
    for nth, line in enumerate(lines, start=1):
        if line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise FormatUnknown(nth, "it is written in UTF-16; save it as UTF-8 first")
        if line.startswith(b"#fields"):
            return _zeek(nth, line)
        for reader in READERS:
            if reader.parse(line):
                return reader
    nth = next((nth for nth, line in enumerate(lines, start=1) if line.strip()), 1)
    raise FormatUnknown(nth, "it asks for no host in any of the ways that are known")


def _pihole(line: bytes) -> Asked | None:
    found = PIHOLE.match(line)
    return Asked(int(found[1]), found[3], found[2].lower()) if found else None


def _squid(line: bytes) -> Asked | None:
    found = SQUID.match(line)
    return Asked(local_hour(int(found[1]) // QUARTER), found[2], found[3].lower()) if found else None


def _windows(line: bytes) -> Asked | None:
    found = WINDOWS.match(line)
    if not found:
        return None
    hour = int(found[1])
    if found[2]:
        hour = hour % 12 + (12 if found[2] == b"P" else 0)
    return Asked(hour, found[3], b".".join(LABEL.findall(found[4])).lower())


def _zeek_json(line: bytes) -> Asked | None:
    if not line.startswith(b"{"):
        return None
    try:
        read = json.loads(line)
        hour, client, host = _hour_said(read["ts"]), str(read["id.orig_h"]), str(read.get("query", ""))
    except (ValueError, KeyError, TypeError):
        return None
    return Asked(hour, client.encode(), host.lower().encode())


def _hour_said(at: object) -> int:
    # Zeek writes seconds, or ISO 8601 where it was told to (LogAscii::json_timestamps).
    moment = datetime.fromisoformat(at).timestamp() if isinstance(at, str) else float(str(at))
    return local_hour(int(moment) // QUARTER)


def _zeek(nth: int, head: bytes) -> Reader:
    """Return how to read Zeek's table, whose head says where its columns are."""
    names = head.rstrip(b"\r\n").split(b"\t")[1:]
    if not set(ZEEK_FIELDS) <= set(names):
        raise FormatUnknown(nth, "it is a table of Zeek's, and not dns.log: a column ts, id.orig_h or query is missing")
    at, who, what = map(names.index, ZEEK_FIELDS)

    def parse(line: bytes) -> Asked | None:
        cells = line.rstrip(b"\r\n").split(b"\t")
        if len(cells) != len(names) or line.startswith(b"#"):
            return None
        return Asked(local_hour(int(cells[at].split(b".", 1)[0]) // QUARTER), cells[who], cells[what].lower())

    return Reader(Format.ZEEK_TSV, parse, lambda line: line.startswith(b"#"))


@lru_cache(maxsize=4096)
def local_hour(quarter: int) -> int:
    """Return the hour of the day of a quarter of an hour since 1970, in this machine's time zone."""
    return time.localtime(quarter * QUARTER).tm_hour


READERS = (
    Reader(Format.PIHOLE, _pihole, PIHOLE_LINE.match),
    Reader(Format.SQUID, _squid, SQUID_LINE.match),
    Reader(Format.WINDOWS, _windows, lambda line: WINDOWS_LINE.match(line) or WINDOWS_HEAD.match(line)),
    Reader(Format.ZEEK_JSON, _zeek_json, lambda _: False),
)
"""Zeek's tables are known by their head alone."""
