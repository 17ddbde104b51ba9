"""The roster as this package keeps it: the table, its rights and its row security stay as `people` made them."""

import uuid

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Take the table over: in Django's mind alone, nothing changes in the database."""

    initial = True
    dependencies = (("people", "0012_rosters_move_out"),)
    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=[
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
                        "db_table": "people_duty",
                        "indexes": [models.Index(fields=["ends_at"], name="duties_by_time")],
                        "constraints": [
                            models.CheckConstraint(
                                name="duties_end_after_they_start", condition=Q(ends_at__gt=F("starts_at"))
                            ),
                            models.CheckConstraint(
                                name="removed_duties_say_when_and_by_whom",
                                condition=Q(removed_at=None, removed_by=None)
                                | Q(removed_at__isnull=False, removed_by__isnull=False),
                            ),
                        ],
                    },
                ),
            ],
        ),
    )
