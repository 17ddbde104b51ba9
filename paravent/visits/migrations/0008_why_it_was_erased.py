"""Why somebody was erased; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table, and close it."""

    dependencies = (("visits", "0007_who_cancelled_and_who_came"), ("keys", "0003_keys_that_change"))
    operations = (
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("patient_id", models.UUIDField(primary_key=True, serialize=False)),
                ("ground", models.TextField()),
                ("sealed_reason", models.BinaryField()),
                ("erased_by", models.UUIDField()),
                ("erased_at", models.DateTimeField()),
                ("entry_id", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
