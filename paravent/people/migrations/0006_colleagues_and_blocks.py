"""Patients who work here, and whom patients keep out of their file; see the .sql file beside this one."""

import uuid
from pathlib import Path

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Add the mark and the table, and let row security count relations accordingly."""

    dependencies = (("people", "0005_care_in_emergencies"), ("access", "0002_purpose"))
    operations = (
        migrations.AddField("patient", "works_here", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("patient_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("noted_by", models.UUIDField()),
                ("lifted_by", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [models.Index(name="blocks_of_person", fields=["person_id", "patient_id"])],
                "constraints": [
                    models.UniqueConstraint(
                        name="somebody_is_kept_out_once", fields=["patient_id", "person_id"], condition=Q(ends_at=None)
                    ),
                    models.CheckConstraint(
                        name="lifted_blocks_say_when_and_by_whom",
                        condition=Q(ends_at=None, lifted_by=None) | Q(ends_at__isnull=False, lifted_by__isnull=False),
                    ),
                ],
            },
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
