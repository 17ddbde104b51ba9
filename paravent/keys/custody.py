"""The practice's own secrets: files outside the database, with mode 0600. A vault or an HSM would go here."""

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from paravent.kernel import keyfile
from paravent.kernel.keyfile import Secret
from paravent.kernel.sealing import DataKey, derived_key
from paravent.ledger.notes import VerifierKey, public_half


@lru_cache(maxsize=8)
def _loaded(path: Path) -> Secret:
    return keyfile.load(path)


def practice_secret() -> Secret:
    """Return the practice key; raises KeyFileMissing, KeyFileOpen or KeyFileUnreadable."""
    return _loaded(Path(settings.PARAVENT_HOME) / "keys" / "practice.key")


def wrapping_key() -> DataKey:
    """Return the key that wraps the patients' keys."""
    return _derived(str(settings.PARAVENT_HOME), "wrap patient keys")


def practice_data_key() -> DataKey:
    """Return the key for sealed content that belongs to no patient (staff, places, organisations)."""
    return _derived(str(settings.PARAVENT_HOME), "practice content")


def blind_key() -> DataKey:
    """Return the key of the search tokens."""
    return _derived(str(settings.PARAVENT_HOME), "blind tokens")


def backup_key() -> DataKey:
    """Return the key that seals backups."""
    return _derived(str(settings.PARAVENT_HOME), "backup")


# Derived once a process: an import asks tens of thousands of times.
@lru_cache(maxsize=32)
def _derived(home: str, use: str) -> DataKey:
    return derived_key(_loaded(Path(home) / "keys" / "practice.key").content, use)


def signing_key() -> Ed25519PrivateKey:
    """Return the key that signs the log's checkpoints, from a file apart from the practice key's."""
    secret = _loaded(Path(settings.PARAVENT_HOME) / "keys" / "ledger.key")
    return Ed25519PrivateKey.from_private_bytes(secret.content)


def log_key() -> VerifierKey:
    """Return the public key by which everybody checks the log's checkpoints."""
    return public_half(settings.LEDGER_ORIGIN, signing_key())


def ensure_keys(home: Path) -> None:
    """Make the key files at the very first start."""
    for name in ("practice.key", "ledger.key", "web.key"):
        keyfile.load_or_create(home / "keys" / name)
