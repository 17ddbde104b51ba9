"""Names that a patient is not told; see the .sql file beside this one."""

import uuid
from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table, and close it."""

    dependencies = (("visits", "0010_summaries_go"),)
    operations = (
        migrations.CreateModel(
            name="Withheld",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("patient_id", models.UUIDField(db_index=True)),
                ("person_id", models.UUIDField()),
                ("ground", models.TextField()),
                ("sealed_reason", models.BinaryField()),
                ("said_by", models.UUIDField()),
                ("said_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
