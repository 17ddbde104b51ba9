"""The duty roster; see the .sql file beside this one."""

import uuid
from pathlib import Path

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Make the table, and close it."""

    dependencies = (("people", "0009_index_edition"),)
    operations = (
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("team_id", models.UUIDField(null=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                ("removed_by", models.UUIDField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["ends_at"], name="duties_by_time")],
                "constraints": [
                    models.CheckConstraint(name="duties_end_after_they_start", condition=Q(ends_at__gt=F("starts_at"))),
                    models.CheckConstraint(
                        name="removed_duties_say_when_and_by_whom",
                        condition=Q(removed_at=None, removed_by=None)
                        | Q(removed_at__isnull=False, removed_by__isnull=False),
                    ),
                ],
            },
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
