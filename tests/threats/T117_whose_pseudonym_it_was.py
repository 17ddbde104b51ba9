"""Whoever holds the database and the practice's keys *cannot* learn after an erasure whose pseudonym a recipient has to delete: no row has both, and not one byte of the old row is left. Who kept a backup from before *can*."""

from uuid import UUID

from paravent.uses import operations, queries
from paravent.uses.tests.cast import a_study, a_use
from paravent.visits.operations import erase_patient
from tests.threats.cast import Practice, tables_under_row_security


def rows_with(practice: Practice, word: str) -> dict[str, int]:
    """Return in how many rows of which table a word stands, as text or as bytes."""
    with practice.as_superuser() as everything:
        found = {
            table: everything.execute(
                f"SELECT count(*) FROM {table} AS one WHERE one::text LIKE %s", [f"%{word}%"]
            ).fetchone()
            for table in tables_under_row_security(practice)
        }
    return {table: count[0] for table, count in found.items() if count and count[0]}


def sealed_part(practice: Practice, patient_id: UUID) -> str:
    """Return the sealed pseudonym of somebody's part."""
    with practice.as_superuser() as everything:
        found = everything.execute(
            "SELECT encode(sealed_pseudonym, 'hex') FROM uses_part WHERE patient_id = %s", [patient_id]
        ).fetchone()
    assert found is not None
    return str(found[0])


def test_no_row_has_both_the_pseudonym_and_the_patient(practice: Practice) -> None:
    ali = practice.visit().patient_id
    use_id = a_use(
        a_study(practice.fen.actor, practice.gul.actor), {ali: "p-quokka", practice.visit().patient_id: "p2"}
    )
    before = sealed_part(practice, ali)
    assert "uses_part" in rows_with(practice, before)

    erase_patient(practice.gul.actor, ali)

    assert rows_with(practice, before) == {}
    with practice.as_superuser() as everything:
        (row,) = everything.execute(
            "SELECT id, sealed_pseudonym FROM uses_removal WHERE use_id = %s", [use_id]
        ).fetchall()
    assert queries.pseudonym_of(row[0], row[1]) == "p-quokka"
    # The id of the row, of its use and its day: none of them stands beside the patient anywhere.
    assert set(rows_with(practice, str(row[0]))) == {"uses_removal"}
    assert not {"uses_part", "uses_use", "uses_removal"} & set(rows_with(practice, str(ali)))
    with practice.as_superuser() as everything:
        lines = everything.execute(
            "SELECT patient_id, facts::text FROM ledger_detail WHERE facts::text LIKE %s", [f"%{use_id}%"]
        ).fetchall()
    assert [line for line in lines if line[0] == ali or str(ali) in line[1]] == []
    assert [batch.pseudonyms for batch in operations.take_list(practice.gul.actor, use_id)] == [("p-quokka",)]
