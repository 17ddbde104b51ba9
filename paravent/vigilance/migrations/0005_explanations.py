"""Explanations that a run proposed and the data-protection officer decided about; see the .sql file beside this one."""

import uuid
from pathlib import Path

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Keep what was decided, and what each run proposed and tried."""

    dependencies = (("vigilance", "0004_brakes"),)
    operations = (
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("proposal", models.JSONField()),
                ("is_adopted", models.BooleanField()),
                ("sealed_remark", models.BinaryField()),
                ("said_by", models.UUIDField()),
                ("said_at", models.DateTimeField()),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("sealed_end", models.BinaryField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        name="an_explanation_is_decided_once", fields=["name"], condition=Q(ended_at=None)
                    ),
                    models.CheckConstraint(
                        name="what_was_taken_back_says_by_whom_and_why",
                        condition=Q(ended_by=None, ended_at=None, sealed_end=None)
                        | Q(ended_by__isnull=False, ended_at__isnull=False, sealed_end__isnull=False),
                    ),
                ],
            },
        ),
        migrations.AddField("run", "adopted", models.JSONField(default=list)),
        migrations.AddField("run", "proposals", models.JSONField(default=list)),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
