"""What proofs are made from, who has seen the log, and what was forgotten; see the .sql file beside this one."""

from pathlib import Path
from typing import Any

from django.db import migrations, models

from paravent.ledger.tree import Edge, Subtree, grown


def fill_subtrees(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (Django's signature)
    """Give a log that is already there the hashes of its tiles."""
    completed: list[Subtree] = []
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT leaf_hash FROM ledger_position ORDER BY position")
        grown(Edge(), (bytes(row[0]) for row in cursor), completed)
        cursor.executemany("INSERT INTO ledger_subtree (level, number, root) VALUES (%s, %s, %s)", completed)


class Migration(migrations.Migration):
    """Make the tables, fill and close them."""

    dependencies = (("ledger", "0002_append_only"),)
    operations = (
        migrations.CreateModel(
            name="Subtree",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("root", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("witness", models.TextField()),
                ("line", models.TextField()),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(name="a_witness_signs_once_a_second", fields=["witness", "size", "seen_at"])
                ]
            },
        ),
        migrations.CreateModel(
            name="Forgotten",
            fields=[
                ("entry_id", models.UUIDField(primary_key=True, serialize=False)),
                ("erasure", models.TextField()),
            ],
        ),
        migrations.AddIndex(
            model_name="detail",
            index=models.Index(fields=["-at", "-entry_id"], name="details_by_time"),
        ),
        migrations.RunPython(fill_subtrees, migrations.RunPython.noop),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
