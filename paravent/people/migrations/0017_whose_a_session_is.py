"""Whose a session is stands beside it, so that somebody's are found without opening everybody's; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make a table of our own. Who is signed in signs in once more: what is in a session, only the serving process can read."""

    dependencies = (("people", "0016_links_go"),)
    operations = (
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("person_id", models.UUIDField(db_index=True, null=True)),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
