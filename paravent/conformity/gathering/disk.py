"""What the settings say, who may read the key files, and what is installed."""

import stat
from datetime import datetime
from pathlib import Path

from django.conf import settings

from paravent.conformity.gathering.having import had
from paravent.conformity.rulebook.installation import Configured, KeyFile, OnDisk
from paravent.conformity.rulebook.locked import packages
from paravent.conformity.terms import TRIED

NEEDED = ("practice.key", "standing.key", "ledger.key", "web.key")
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
    return OnDisk(
        keys=had(lambda: _keys(folder)),
        folder_mode=had(lambda: _mode(folder) if folder.exists() else 0),
        packages=had(packages),
    )


def _keys(folder: Path) -> tuple[KeyFile, ...]:
    found = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.key"))}
    modes = dict.fromkeys(NEEDED) | {name: _mode(path) for name, path in found.items()}
    return tuple(KeyFile(name, mode) for name, mode in modes.items())


def tried_at(home: Path) -> datetime | None:
    """Return when a backup was last restored for a try, as `paravent backup` wrote it down; nothing where that cannot be read."""
    try:
        return datetime.fromisoformat((home / TRIED).read_text().strip())
    except (OSError, ValueError):
        return None


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
