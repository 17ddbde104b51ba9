"""Declared ties, the list of notable patients, and where staff live; see the .sql file beside this one."""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Make the tables, and close them."""

    initial = True
    dependencies = (("people", "0014_homes"), ("access", "0002_purpose"))
    operations = (
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("patient_id", models.UUIDField()),
                ("by_patient", models.BooleanField()),
                ("sealed_kind", models.BinaryField()),
                ("noted_by", models.UUIDField()),
                ("said_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["person_id", "patient_id"], name="declarations_of_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(withdrawn_at=None),
                        fields=("person_id", "patient_id", "by_patient"),
                        name="each_side_declares_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notable",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("patient_id", models.UUIDField()),
                ("kind", models.TextField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("sealed_remark", models.BinaryField()),
                ("proposed_by", models.UUIDField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("declined", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["patient_id"], name="notables_of_patient")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind="vip") | Q(ends_at__isnull=False), name="who_is_in_the_news_is_so_for_a_time"
                    ),
                    models.CheckConstraint(
                        condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="notables_end_after_they_start"
                    ),
                    models.CheckConstraint(
                        condition=Q(decided_at=None, decided_by=None, declined=False)
                        | Q(decided_at__isnull=False, decided_by__isnull=False),
                        name="decisions_say_when_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Home",
            fields=[
                ("person_id", models.UUIDField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                (
                    "phone_tokens",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BinaryField(), size=None),
                ),
                (
                    "door_tokens",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BinaryField(), size=None),
                ),
                ("said_by", models.UUIDField()),
                ("said_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
