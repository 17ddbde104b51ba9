"""The practice's own secrets: files outside the database, with mode 0600. A vault or an HSM would go here.

Which file is for what, and which of them change while serving: docs/adr/0020-keys-that-change-and-one-that-stays.md.
"""

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from django.conf import settings

from paravent.kernel import keyfile
from paravent.kernel.keyfile import KeyFileMissing, Secret
from paravent.kernel.sealing import DataKey, derived_key, seal, unseal
from paravent.ledger.notes import VerifierKey, public_half
from paravent.ledger.signers import SignerList, signer_list

RSA_BITS = 2048
FOLDER, RETIRED = "keys", "retired"
SIGNERS = Path(FOLDER) / "ledger.signers"
"""The public list of keys that sign or signed the log. It lies outside the database, beside the keys."""


def _rsa_key() -> bytes:
    made = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return made.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


KEY_FILES = {
    "practice.key": keyfile.at_random,
    "standing.key": keyfile.at_random,
    "ledger.key": keyfile.at_random,
    "web.key": keyfile.at_random,
    "sign-in.key": _rsa_key,
    "credentials.key": keyfile.at_random,
    "rounds.key": keyfile.at_random,
}
RENEWABLE = {"web.key", "sign-in.key", "credentials.key", "rounds.key"}
"""Nothing sealed is lost with these: sessions, what programs were told about who let them in, credentials that people take anew, the name in charters."""


def practice_secret() -> Secret:
    """Return the practice key that wraps now; raises KeyFileMissing, KeyFileOpen or KeyFileUnreadable."""
    return _loaded(_folder() / "practice.key")


def practice_secret_of(key_id: str) -> Secret:
    """Return the practice key of that id, the present one or one that is retired; raises KeyFileMissing."""
    current = practice_secret()
    if current.key_id == key_id:
        return current
    return _loaded(_folder() / RETIRED / f"practice-{key_id}.key")


def wrapping_key(key_id: str | None = None) -> DataKey:
    """Return the key that wraps the patients' keys, the present one or that of an earlier practice key."""
    secret = practice_secret_of(key_id) if key_id else practice_secret()
    return _derived(secret.content, "wrap patient keys")


def practice_data_key() -> DataKey:
    """Return the key for sealed content that belongs to no patient (staff, places, organisations)."""
    return _derived(_loaded(_folder() / "standing.key").content, "practice content")


def sealed_for_practice(text: str, place: tuple[str, ...]) -> bytes:
    """Return words that belong to no patient as a row keeps them: sealed to their place."""
    return seal(practice_data_key(), text.encode(), place)


def opened_for_practice(content: bytes | memoryview, place: tuple[str, ...]) -> str:
    """Return such words; raises SealBroken where they were sealed to another place."""
    return unseal(practice_data_key(), bytes(content), place).decode()


def blind_key() -> DataKey:
    """Return the key of the search tokens."""
    return _derived(_loaded(_folder() / "standing.key").content, "blind tokens")


def password_salt() -> DataKey:
    """Return the salt of the last round over each password; no salt of a row is among it."""
    return _derived(_loaded(_folder() / "standing.key").content, "salt of passwords")


def imprint_key() -> DataKey:
    """Return the key of imprints, by which a document is known in every file; no search asks with it."""
    return _derived(_loaded(_folder() / "standing.key").content, "imprints of documents")


def whence_key(kind: str) -> DataKey:
    """Return the key that blinds from which device, or from which place, a line of the log came."""
    return _derived(_loaded(_folder() / "standing.key").content, f"whence a line comes: {kind}")


def backup_key(key_id: str | None = None) -> DataKey:
    """Return the key that seals backups, the present one or that of an earlier practice key."""
    secret = practice_secret_of(key_id) if key_id else practice_secret()
    return _derived(secret.content, "backup")


def signing_key() -> Ed25519PrivateKey:
    """Return the key that signs the log's checkpoints, from a file apart from the practice key's."""
    return _signing("ledger.key")


def next_signing_key() -> Ed25519PrivateKey | None:
    """Return the key that signs beside the present one while they change places; nothing at other times."""
    try:
        return _signing("ledger-next.key")
    except KeyFileMissing:
        return None


def sign_in_key() -> bytes:
    """Return the key that signs what programs are told about who let them in: RSA, as PEM."""
    return _as_pem(_loaded(_folder() / "sign-in.key").content)


def credential_key() -> Ed25519PrivateKey:
    """Return the key that signs what people take with them of their drills: not the log's, which vouches for entries alone."""
    return _signing("credentials.key")


def round_key() -> Ed25519PrivateKey:
    """Return the key by which other installations know this one in a charter."""
    return _signing("rounds.key")


def replace_practice_key() -> Secret:
    """Make a new practice key the present one and return it; the old one is kept among the retired."""
    return keyfile.replace(_folder() / "practice.key", _folder() / RETIRED)


def begin_signing_key() -> Ed25519PrivateKey:
    """Make the next signing key, or find it where a change was broken off."""
    keyfile.load_or_create(_folder() / "ledger-next.key")
    return _signing("ledger-next.key")


def promote_signing_key() -> None:
    """Let the next signing key sign alone. The old one is kept among the retired, for a backup from its time."""
    keyfile.retire(_folder() / "ledger.key", _folder() / RETIRED)
    (_folder() / "ledger-next.key").replace(_folder() / "ledger.key")


def log_key() -> VerifierKey:
    """Return the public key by which everybody checks the log's checkpoints."""
    return public_half(settings.LEDGER_ORIGIN, signing_key())


def signers() -> SignerList:
    """Return the public list of who signs the log, and who did; before the first change it has one key."""
    path = Path(settings.PARAVENT_HOME) / SIGNERS
    return signer_list(path.read_text()) if path.exists() else SignerList(((0, log_key()),))


def ensure_keys(home: Path) -> None:
    """Make the key files at the very first start; raises KeyFileMissing where there is a database and a key is gone."""
    folder = home / FOLDER
    for name, content in KEY_FILES.items():
        # A new key beside an old database would open nothing, and hide that the right one is lost.
        if (home / "postgresql" / "bootstrapped").exists() and name not in RENEWABLE:
            keyfile.load(folder / name)
        keyfile.load_or_create(folder / name, content)


def _signing(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_loaded(_folder() / name).content)


def _folder() -> Path:
    return _folder_in(settings.PARAVENT_HOME)


@lru_cache(maxsize=4)
def _folder_in(home: Path | str) -> Path:
    return Path(home) / FOLDER


def _loaded(path: Path) -> Secret:
    """Return a secret, read again when its file has changed: another process may have put a new key there."""
    try:
        status = path.stat()
    except FileNotFoundError:
        raise KeyFileMissing(path) from None
    return _read(path, status.st_ino, status.st_mtime_ns, status.st_mode)


@lru_cache(maxsize=32)
def _read(path: Path, inode: int, changed_at: int, mode: int) -> Secret:
    del inode, changed_at, mode
    return keyfile.load(path)


@lru_cache(maxsize=2)
def _as_pem(content: bytes) -> bytes:
    made = load_der_private_key(content, password=None)
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


# Derived once a process: an import asks tens of thousands of times.
@lru_cache(maxsize=32)
def _derived(content: bytes, use: str) -> DataKey:
    return derived_key(content, use)
