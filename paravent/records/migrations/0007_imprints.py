"""By which the same document is known in another file; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table. Documents that are here already have theirs from the next edition of the index, at the next start."""

    dependencies = (
        ("records", "0006_index_edition"),
        ("access", "0002_purpose"),
        ("people", "0006_colleagues_and_blocks"),
        ("keys", "0003_keys_that_change"),
    )
    operations = (
        migrations.CreateModel(
            name="Imprint",
            fields=(
                ("resource_id", models.UUIDField(primary_key=True, serialize=False)),
                ("patient_id", models.UUIDField()),
                ("token", models.BinaryField()),
            ),
            options={
                "indexes": [
                    models.Index(name="imprints_by_token", fields=["token"]),
                    models.Index(name="imprints_of_patient", fields=["patient_id"]),
                ]
            },
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
