"""From which session and network a line came; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table, and close it."""

    dependencies = (("ledger", "0006_times_run_forward"),)
    operations = (
        migrations.CreateModel(
            name="Whence",
            fields=[
                ("entry_id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("device", models.BigIntegerField(null=True)),
                ("place", models.BigIntegerField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["at"], name="whence_by_time")]},
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
