"""How the brakes are used; see the .sql file beside this one."""

import uuid
from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table, and close it; let the installation note that somebody was told."""

    dependencies = (("vigilance", "0003_growth"), ("people", "0013_brakes"))
    operations = (
        migrations.CreateModel(
            name="BrakeRule",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.TextField(
                        choices=[("step-up", "STEP_UP"), ("slow-search", "SLOW_SEARCH"), ("pause", "PAUSE")]
                    ),
                ),
                (
                    "mode",
                    models.TextField(choices=[("off", "OFF"), ("by-hand", "BY_HAND"), ("automatic", "AUTOMATIC")]),
                ),
                ("above", models.FloatField()),
                ("said_by", models.UUIDField()),
                ("said_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
