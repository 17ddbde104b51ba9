"""What holds a colleague back for a while, because of a case; see the .sql file beside this one."""

import uuid
from pathlib import Path

from django.contrib.postgres.functions import TransactionNow
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Make the table, and close it; from now on whoever is paused has no role in SQL either."""

    dependencies = (("people", "0012_rosters_move_out"), ("access", "0002_purpose"))
    operations = (
        migrations.CreateModel(
            name="Brake",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                (
                    "kind",
                    models.TextField(
                        choices=[("step-up", "STEP_UP"), ("slow-search", "SLOW_SEARCH"), ("pause", "PAUSE")]
                    ),
                ),
                ("because", models.TextField(choices=[("score", "SCORE"), ("by-hand", "BY_HAND")])),
                ("case_id", models.UUIDField()),
                ("put_by", models.UUIDField()),
                ("put_at", models.DateTimeField(db_default=TransactionNow())),
                ("starts_at", models.DateTimeField(db_default=TransactionNow())),
                ("ends_at", models.DateTimeField()),
                ("visit_id", models.UUIDField(null=True)),
                ("lifted_by", models.UUIDField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("sealed_remark", models.BinaryField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(name="brakes_of_person", fields=["person_id"], condition=Q(lifted_at=None)),
                    models.Index(name="brakes_of_case", fields=["case_id"]),
                ],
                "constraints": [
                    models.CheckConstraint(name="brakes_end_after_they_start", condition=Q(ends_at__gt=F("starts_at"))),
                    models.CheckConstraint(name="nobody_brakes_themselves", condition=~Q(put_by=F("person_id"))),
                    models.CheckConstraint(
                        name="lifted_brakes_say_when_and_by_another",
                        condition=Q(lifted_by=None, lifted_at=None, sealed_remark=None)
                        | Q(lifted_by__isnull=False, lifted_at__isnull=False) & ~Q(lifted_by=F("person_id")),
                    ),
                    models.CheckConstraint(
                        name="a_pause_alone_waits_for_a_visit", condition=Q(visit_id=None) | Q(kind="pause")
                    ),
                ],
            },
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
