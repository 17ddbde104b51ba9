import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("uses", "0004_takings_are_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("removal_id", models.UUIDField()),
                ("recipient", models.TextField()),
                ("batch", models.UUIDField(db_index=True)),
                ("fetched_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.UUIDField(null=True)),
                ("acknowledged_in", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("removal_id", "recipient"), name="a_recipient_is_told_of_a_removal_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at", None), ("acknowledged_by", None)),
                            models.Q(
                                ("acknowledged_at__gte", models.F("fetched_at")), ("acknowledged_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="what_was_acknowledged_was_listed",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="taking",
            name="recipient",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.RemoveConstraint(model_name="taking", name="a_taking_is_kept_once_a_day"),
        migrations.AddConstraint(
            model_name="taking",
            constraint=models.UniqueConstraint(
                fields=("use_id", "by", "recipient", "day"), name="a_taking_is_kept_once_a_day"
            ),
        ),
    ]
