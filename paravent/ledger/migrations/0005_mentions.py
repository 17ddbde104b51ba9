"""Of whom a line about several patients showed something; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Make the two tables, and close them."""

    dependencies = (("ledger", "0004_nobody_was_erased"),)
    operations = (
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "patient_id", "entry_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("patient_id", models.UUIDField()),
                ("entry_id", models.UUIDField()),
                ("shown", models.TextField()),
                ("salt", models.BinaryField()),
                ("commitment", models.TextField()),
            ],
            options={
                "indexes": [models.Index(name="mentions_of_entry", fields=["entry_id"])],
                "constraints": [
                    models.CheckConstraint(
                        name="a_commitment_is_whole", condition=Q(commitment__regex="^[0-9a-f]{64}$")
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unmentioned",
            fields=[
                ("commitment", models.TextField(primary_key=True, serialize=False)),
                ("erasure", models.TextField()),
            ],
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
