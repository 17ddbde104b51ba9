"""What the environment says about this installation. Every name is listed in docs/guide/settings.md."""

import os
import zoneinfo
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

NAMED = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
POOL = {"min_size": 1, "max_size": 16, "timeout": 10}
# A transaction that is forgotten open would hold locks and hide the log's newest lines.
SESSION_LIMITS = "-c idle_in_transaction_session_timeout=60000 -c statement_timeout=60000"
# What is asked again is planned once a connection. The row security of a file costs more to plan than to run.
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}


def home() -> Path:
    """Return the data directory: keys, and the embedded database where that is used."""
    return Path(os.environ.get("PARAVENT_HOME", "paravent-data")).resolve()


def flag(name: str, default: str = "") -> bool:
    """Return whether a yes/no setting is on."""
    return os.environ.get(name, default).lower() in {"1", "yes", "true", "on"}


def number(name: str, default: int) -> int:
    """Return a setting that is a whole number; raises ImproperlyConfigured, which names it, for what is none."""
    said = os.environ.get(name, "").strip()
    if said and not said.isdecimal():
        raise ImproperlyConfigured(f"{name} is {said}, and has to be a whole number, as {default}.")
    return int(said or default)


def zone(name: str, default: str) -> str:
    """Return a time zone as the tz database names it; raises ImproperlyConfigured for what is none."""
    said = os.environ.get(name, "").strip() or default
    try:
        zoneinfo.ZoneInfo(said)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(
            f"{name} is {said}, and the tz database knows no such zone. It looks like {default}."
        ) from None
    return said


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated setting as its parts."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def database(url: str, *, pooled: bool) -> dict[str, Any]:
    """Return Django's settings for a libpq URL; what Django has no name for goes to the driver."""
    parts = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
    settings: dict[str, Any] = {NAMED[key]: str(parts.pop(key)) for key in NAMED if key in parts}
    options: dict[str, Any] = {**parts, "options": SESSION_LIMITS, **PREPARED}
    if pooled:
        options["pool"] = POOL
    return {
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
        **settings,
    }
