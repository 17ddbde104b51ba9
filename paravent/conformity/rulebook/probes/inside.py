"""What holds inside: keys, database roles, row security, files and keys, what is installed."""

from paravent.conformity.rulebook.findings import asks, failed, met, none_of
from paravent.conformity.rulebook.installation import Installation
from paravent.conformity.terms import Finding

OTHERS = 0o077
NOT_FOR_THE_LOG = {"UPDATE", "TRUNCATE", "DELETE"}


def keys_are_private(it: Installation) -> Finding:
    """Every key file is there, and nobody but the account that serves may read it."""
    missing = [one.name for one in it.disk.keys if one.mode is None]
    if missing or not it.disk.keys:
        return failed("keys-missing", names=", ".join(missing) or "-")
    shared = [one.name for one in it.disk.keys if (one.mode or 0) & OTHERS]
    if shared or it.disk.folder_mode & OTHERS:
        return failed("keys-shared", names=", ".join(shared) or "keys/")
    return met("keys-private", files=len(it.disk.keys))


def served_by_a_weak_role(it: Installation) -> Finding:
    """The role that serves can pass row security in no way."""
    return failed("role-strong") if it.database.role_is_strong else met("role-weak")


def rows_are_guarded(it: Installation) -> Finding:
    """Every table with a patient in it has row security enabled and forced."""
    if not it.database.guarded:
        return failed("nothing-guarded")
    if it.database.bare:
        return failed("tables-bare", tables=", ".join(it.database.bare))
    return met("tables-guarded", tables=it.database.guarded)


def nobody_sees_nothing(it: Installation) -> Finding:
    """Asked with no operation open, no table with a patient in it shows a row."""
    leaking = it.database.leaking
    return failed("tables-leak", tables=", ".join(leaking)) if leaking else met("tables-show-nothing")


def up_to_date(it: Installation) -> Finding:
    """The database is as this version of the program expects it."""
    return none_of(it.database.migrations_waiting, "migrations-wait", "migrations-done")


def installed_as_locked(it: Installation) -> Finding:
    """What is installed is what the lock with its hashes names."""
    if not it.disk.packages:
        return asks("no-lock")
    odd = [f"{one.name} {one.installed or '-'}" for one in it.disk.packages if one.installed != one.locked]
    if odd:
        return failed("packages-differ", packages=", ".join(odd))
    return met("packages-locked", packages=len(it.disk.packages))


def each_file_has_its_key(it: Installation) -> Finding:
    """Every patient who was not erased has a key, and nobody who was erased has one left."""
    if it.done.keys_left_over:
        return failed("keys-left-over", number=it.done.keys_left_over)
    return none_of(it.done.keys_missing, "files-without-key", "files-have-keys")


def log_only_grows(it: Installation) -> Finding:
    """The role that serves may add to the log, and change or take away nothing."""
    held = sorted(it.database.rights_on_log & NOT_FOR_THE_LOG)
    return failed("log-can-change", rights=", ".join(held)) if held else met("log-grows")


def versions_stay(it: Installation) -> Finding:
    """The role that serves may take no version of a file away, and none is missing."""
    held = sorted(it.database.rights_on_versions)
    if held:
        return failed("versions-can-go", rights=", ".join(held))
    return none_of(it.done.versions_lacking, "versions-lack", "versions-there")
