"""What the settings say, who may read the key files, and what is installed."""

import re
import stat
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings

from paravent.conformity.rulebook.installation import Configured, KeyFile, OnDisk, Package
from paravent.conformity.terms import TRIED

NEEDED = ("practice.key", "standing.key", "ledger.key", "web.key")
LOCK = Path(__file__).parents[3] / "requirements" / "runtime.txt"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\s;\\]+)([^\\\n]*)", re.MULTILINE)
HOUR_SECONDS = 3600


def configured() -> Configured:
    """Return what the settings say."""
    return Configured(
        base_url=settings.BASE_URL,
        practice_name=settings.PRACTICE_NAME,
        practice_phone=settings.PRACTICE_PHONE,
        is_demo=settings.PARAVENT_DEMO,
        debug=settings.DEBUG,
        hosts=tuple(settings.ALLOWED_HOSTS),
        idle_minutes=settings.IDLE_MINUTES,
        session_hours=settings.SESSION_COOKIE_AGE / HOUR_SECONDS,
        mail_host=settings.EMAIL_HOST,
        mail_by_tls=settings.EMAIL_USE_TLS,
        ice_policy=settings.ICE_TRANSPORT_POLICY,
        relays=tuple(settings.TURN_URLS),
        has_relay_secret=bool(settings.TURN_SECRET),
        log_years=settings.LOG_YEARS,
    )


def on_disk() -> OnDisk:
    """Return who may read the key files, and what is installed beside what was locked."""
    folder = settings.PARAVENT_HOME / "keys"
    found = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.key"))}
    keys = dict.fromkeys(NEEDED) | {name: _mode(path) for name, path in found.items()}
    return OnDisk(
        keys=tuple(KeyFile(name, mode) for name, mode in keys.items()),
        folder_mode=_mode(folder) if folder.exists() else 0,
        packages=packages(LOCK),
    )


def tried_at(home: Path) -> datetime | None:
    """Return when a backup was last restored for a try, as `paravent backup` wrote it down; nothing where that cannot be read."""
    try:
        return datetime.fromisoformat((home / TRIED).read_text().strip())
    except (OSError, ValueError):
        return None


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def packages(lock: Path) -> tuple[Package, ...]:
    """Return what a lock names, and what is there of it; what it names for other systems alone is left out."""
    text = lock.read_text() if lock.exists() else ""
    named = [(name, locked) for name, locked, condition in PINNED.findall(text) if ";" not in condition]
    return tuple(Package(name, locked, _installed(name)) for name, locked in named)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
