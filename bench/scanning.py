"""How long `paravent detours scan` takes for a log of ten million lines, beside the least that anybody could do with it: `grep -c`."""

import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

LINES, PART = 10_000_000, 1_000_000
HOSTS = [f"host{nth}.example{nth % 700}.com" for nth in range(5000)] + ["zoom.us", "mmg.whatsapp.net", "t.me"] * 20
COMMAND = [sys.executable, "-m", "paravent.web.cli", "detours", "scan", "-", "--json"]


def write(path: Path, lines: int = PART) -> None:
    """Write a log as Pi-hole does: each question, and where it was sent on."""
    chance = random.Random(85)
    with path.open("w") as log:
        for nth in range(lines // 2):
            host, hour = chance.choice(HOSTS), f"{nth % 24:02}:{nth % 60:02}:02"
            client = f"10.{nth % 3}.{chance.randrange(20)}.{chance.randrange(1, 255)}"
            log.write(f"Nov 28 {hour} dnsmasq[1234]: query[A] {host} from {client}\n")
            log.write(f"Nov 28 {hour} dnsmasq[1234]: forwarded {host} to 9.9.9.9\n")


def seconds(command: list[str], part: Path, times: int) -> float:
    """Return the processor's seconds that a command takes for a log piped in: others at work on the machine do not count."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(["cat", *[str(part)] * times], stdout=subprocess.PIPE) as log:
        subprocess.run(command, stdin=log.stdout, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def speed(lines: int = LINES) -> tuple[float, float]:
    """Return the processor's seconds for so many lines: ours, and grep's."""
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "pihole.log"
        write(part)
        times = lines // PART
        return seconds(COMMAND, part, times), seconds(["grep", "-cE", r"whatsapp|zoom\.us|t\.me"], part, times)
