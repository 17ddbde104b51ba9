"""Who is told of each look; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table, and close it."""

    dependencies = (("rights", "0003_restricted_files"),)
    operations = (
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("patient_id", models.UUIDField(primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("told_until", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
