import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conformity", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Showing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("rule", models.TextField()),
                ("done_on", models.DateField()),
                ("due_on", models.DateField()),
                ("sha256", models.TextField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("done_on"))), name="what_is_shown_is_due_again"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="what_is_shown_has_a_paper"
                    ),
                ],
            },
        ),
    ]
