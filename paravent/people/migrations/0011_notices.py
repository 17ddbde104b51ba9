"""Who leaves when, and since when that is known; see the .sql file beside this one."""

import uuid
from pathlib import Path

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Make the table, and close it."""

    dependencies = (("people", "0010_duties"),)
    operations = (
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("given_at", models.DateTimeField()),
                ("leaves_at", models.DateTimeField()),
                ("noted_by", models.UUIDField()),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["person_id"], name="notices_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        name="notice_is_given_before_leaving", condition=Q(leaves_at__gte=F("given_at"))
                    ),
                ],
            },
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
