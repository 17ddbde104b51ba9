"""Whoever takes a guard away behind the program's back *cannot* do it unseen by the rule book: row security switched off, a table that shows to nobody in particular, a right to change the log, a line that lost who it was, a key file that others read, a changed script, each fails at the next look, by name. Whoever also changes the program *can*."""

from collections.abc import Callable

import pytest
from django.conf import settings

from paravent.conformity.operations import check_now
from paravent.conformity.terms import Result
from tests.threats.cast import Practice

UNDONE_BY_SQL = [
    (
        "G2",
        "tables-bare",
        "ALTER TABLE visits_note NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE visits_note FORCE ROW LEVEL SECURITY",
    ),
    (
        "R11",
        "tables-leak",
        "CREATE POLICY ajar ON records_resource FOR SELECT USING (true)",
        "DROP POLICY ajar ON records_resource",
    ),
    (
        "R12",
        "log-can-change",
        "GRANT UPDATE ON ledger_entry TO paravent_app",
        "REVOKE UPDATE ON ledger_entry FROM paravent_app",
    ),
    (
        "E1",
        "details-lost",
        "CREATE TABLE taken AS SELECT * FROM ledger_detail ORDER BY at LIMIT 1; DELETE FROM ledger_detail WHERE entry_id IN (SELECT entry_id FROM taken)",
        "INSERT INTO ledger_detail SELECT * FROM taken; DROP TABLE taken",
    ),
]


def found(practice: Practice, rule: str) -> tuple[Result, set[str]]:
    """Return what a rule comes to now, and what its probes say."""
    standing = next(one for one in check_now(practice.gul.actor).standings if one.checked.rule == rule)
    return standing.checked.result, {finding.sentence for finding in standing.checked.findings}


@pytest.mark.parametrize(("rule", "sentence", "broken", "mended"), UNDONE_BY_SQL, ids=[row[1] for row in UNDONE_BY_SQL])
def test_what_an_administrator_of_the_database_undoes_fails(
    practice: Practice, rule: str, sentence: str, broken: str, mended: str
) -> None:
    assert sentence not in found(practice, rule)[1]
    with practice.as_superuser() as superuser:
        superuser.execute(broken)
        try:
            result, said = found(practice, rule)
        finally:
            superuser.execute(mended)
    assert result is Result.FAIL
    assert sentence in said
    assert sentence not in found(practice, rule)[1]


def touched(change: Callable[[], None], undo: Callable[[], None], practice: Practice, rule: str) -> set[str]:
    """Return what a rule says while a file is not as it should be."""
    change()
    try:
        result, said = found(practice, rule)
    finally:
        undo()
    assert result is Result.FAIL
    return said


def test_a_key_file_that_others_may_read_fails(practice: Practice) -> None:
    # One beside those that pages read while they are asked: whether they remember them is not what this is about.
    key = settings.PARAVENT_HOME / "keys" / "set-aside.key"

    def change() -> None:
        key.write_text("{}")
        key.chmod(0o644)

    assert "keys-shared" in touched(change, key.unlink, practice, "H4")


def test_a_script_that_somebody_changed_fails(practice: Practice) -> None:
    script = next((settings.STATIC_ROOT / "calls").glob("handshake.*.js"))
    before = script.read_bytes()

    def change() -> None:
        script.write_bytes(before + b"\n// one more line")

    assert "scripts-changed" in touched(change, lambda: script.write_bytes(before) and None, practice, "R01")
