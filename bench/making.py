"""One release, made in a process of its own: `python -m bench.making RELEASE`, on the database that the environment names."""

import json
import sys
import time
from pathlib import Path
from uuid import UUID

from paravent.web.cli.preparing import open_django


def main() -> None:
    """Make it, read each of its files, and say how fast that was and how much memory it took."""
    open_django()
    # Models are loaded only once Django is open.
    from paravent.access.operation import operation
    from paravent.access.purposes import rehearse
    from paravent.access.terms import INSTALLATION, Purpose, allow
    from paravent.releases import queries
    from paravent.releases.models import Release
    from paravent.releases.operations import make_release

    rehearse(["bench.take-in"])
    release, written = UUID(sys.argv[1]), 0
    began = time.perf_counter()
    make_release(release)
    with operation("bench.take-in", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("bench"))
        row = Release.objects.get(pk=release)
        for told in queries.files_of(release):
            written += queries.content_of(row, told.number)[1].count(b"\n")
    seconds = time.perf_counter() - began
    print(json.dumps({"resources": written, "rate": written / seconds, "mib": peak_mib()}))


def peak_mib() -> float:
    """Return the most memory that this program had. `ru_maxrss` would count the process that started it too, which is larger."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(told["VmHWM"].split()[0]) / 1024


if __name__ == "__main__":
    main()
