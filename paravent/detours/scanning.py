"""How much of a network's traffic goes to consumer calls: by network and hour, never by person.

An address is read, turned into its network and a number that a forgotten key made of it, and dropped; only then is anything kept.
What fewer than five devices did is not told, and no sum contains it.
"""

import ipaddress
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from paravent.detours.detection import domains
from paravent.detours.logs import Asked, Format, Reader, recognised
from paravent.kernel.crowds import FEWEST

HEAD_LINES = 200
"""A log says within these in which format it is."""
MOST_HOSTS = 100_000
WIDTH_4, WIDTH_6 = 24, 64
"""Bits of an address that are read as its network."""

Cell = tuple[str, int]
"""A network and an hour of the day."""


class TooNarrow(Exception):
    """A named network is narrower than what is read of an address: /24, or /64 in IPv6. The argument is the network."""


@dataclass(slots=True)
class Counted:
    """What is counted in one cell. Devices are numbers of a key that ends with the process."""

    asked: int = 0
    calls: int = 0
    apps: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    devices: set[int] = field(default_factory=set)
    callers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def may_be_told(self) -> bool:
        """Tell whether enough devices stand behind it, and behind its calls if there are any."""
        calling: set[int] = set().union(*self.callers.values())
        return len(self.devices) >= FEWEST and (not calling or len(calling) >= FEWEST)

    @property
    def apps_told(self) -> dict[str, int]:
        """The apps, where enough devices stand behind each; otherwise none, since the last could be had by taking away."""
        is_told = all(len(devices) >= FEWEST for devices in self.callers.values())
        return dict(sorted(self.apps.items())) if is_told else {}

    def join(self, other: "Counted") -> None:
        """Add another cell to this one."""
        self.asked += other.asked
        self.calls += other.calls
        self.devices |= other.devices
        for app, count in other.apps.items():
            self.apps[app] += count
            self.callers[app] |= other.callers[app]


@dataclass(frozen=True, slots=True)
class Share:
    """What is told of a network in an hour, or in all hours together."""

    network: str
    hour: int | None
    asked: int
    calls: int
    apps: dict[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What a scan found."""

    format: Format
    lines: int
    asked: int
    unreadable: int
    first_unreadable: int | None
    shares: tuple[Share, ...]
    withheld: int
    """Cells that fewer than five devices stand behind."""


class Scan:
    """One scan while it runs."""

    def __init__(self, names: Mapping[ipaddress.IPv4Network | ipaddress.IPv6Network, str] | None = None) -> None:
        self.names = dict(names or {})
        self.cells: dict[Cell, Counted] = defaultdict(Counted)
        self.key = os.urandom(16)
        self.hosts: dict[bytes, str] = {}
        self.networks: dict[bytes, str] = {}
        self.lines = self.asked = self.unreadable = 0
        self.first_unreadable: int | None = None

    def read(self, lines: Iterable[bytes]) -> Found:
        """Read a log line by line; raises FormatUnknown."""
        rest = iter(lines)
        head = [line for _, line in zip(range(HEAD_LINES), rest, strict=False)]
        reader = recognised(head)
        for some in (head, rest):
            self._count(reader, some)
        return self._found(reader)

    def _count(self, reader: Reader, lines: Iterable[bytes]) -> None:
        parse, take = reader.parse, self.take
        for line in lines:
            self.lines += 1
            asked = parse(line)
            if asked is not None:
                take(asked)
            elif not reader.belongs(line) and line.strip():
                self.unreadable += 1
                self.first_unreadable = self.first_unreadable or self.lines

    def take(self, asked: Asked) -> None:
        """Count one question. The address goes no further than this function."""
        self.asked += 1
        device = hash(self.key + asked.client)
        cell = self.cells[self._network(asked.client), asked.hour]
        cell.asked += 1
        cell.devices.add(device)
        if app := self._app(asked.host):
            cell.calls += 1
            cell.apps[app] += 1
            cell.callers[app].add(device)

    def _app(self, host: bytes) -> str:
        app = self.hosts.get(host)
        if app is None:
            if len(self.hosts) > MOST_HOSTS:
                self.hosts.clear()
            app = self.hosts[host] = app_of(host.decode("ascii", "replace"))
        return app

    def _network(self, client: bytes) -> str:
        start = client.rpartition(b".")[0] if b":" not in client else network_bytes(client)
        name = self.networks.get(start)
        if name is None:
            name = self.networks[start] = self._named(start)
        return name

    def _named(self, start: bytes) -> str:
        text = start.decode("ascii", "replace")
        try:
            network = ipaddress.ip_network(text if ":" in text else f"{text}.0/{WIDTH_4}")
        except ValueError:
            return "elsewhere"
        for known, name in self.names.items():
            if known.version == network.version and network.subnet_of(known):  # type: ignore[arg-type]
                return name
        return str(network)

    def _found(self, reader: Reader) -> Found:
        shares = [share for network in sorted({network for network, _ in self.cells}) for share in self._of(network)]
        withheld = sum(not cell.may_be_told for cell in self.cells.values())
        return Found(
            reader.format, self.lines, self.asked, self.unreadable, self.first_unreadable, tuple(shares), withheld
        )

    def _of(self, network: str) -> list[Share]:
        """Return what may be told of a network: its hours, and their sum; of no hour alone, all of them together if that may."""
        hours = sorted((hour, cell) for (where, hour), cell in self.cells.items() if where == network)
        told = [(hour, cell) for hour, cell in hours if cell.may_be_told]
        whole = Counted()
        # Only what is told is summed, so that nothing can be had by taking away.
        for _, cell in told or hours:
            whole.join(cell)
        if not whole.may_be_told:
            return []
        return [_share(network, None, whole), *(_share(network, hour, cell) for hour, cell in told)]


def _share(network: str, hour: int | None, cell: Counted) -> Share:
    return Share(network, hour, cell.asked, cell.calls, cell.apps_told)


def app_of(host: str) -> str:
    """Return the app that a host belongs to, by the longest suffix that is known, or nothing."""
    rest = host.rstrip(".")
    while rest:
        if app := domains().get(rest):
            return app
        rest = rest.partition(".")[2]
    return ""


def network_bytes(client: bytes) -> bytes:
    """Return the network of an IPv6 address as text."""
    try:
        return str(ipaddress.ip_network((client.decode("ascii").strip("[]"), WIDTH_6), strict=False)).encode()
    except ValueError:
        return b"?"


def named_network(text: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str]:
    """Return a network and its name from NETWORK=NAME; raises ValueError, TooNarrow."""
    written, _, name = text.partition("=")
    network = ipaddress.ip_network(written.strip())
    if not name.strip():
        raise ValueError(text)
    if network.prefixlen > (WIDTH_4 if network.version == 4 else WIDTH_6):  # noqa: PLR2004 (IPv4)
        raise TooNarrow(str(network))
    return network, name.strip()
