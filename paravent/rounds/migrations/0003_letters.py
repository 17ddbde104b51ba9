"""Letters of a run are kept where they come and where they are written."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table."""

    dependencies = (("rounds", "0002_row_security"),)
    operations = (
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("agreement_id", models.UUIDField(db_index=True)),
                ("digest", models.TextField()),
                ("content", models.BinaryField()),
                ("came_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agreement_id", "digest"), name="a_letter_lies_here_once")
                ],
            },
        ),
    )
