"""A visit says who cancelled it, and when a second party was there; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Add both, and fill in the second where seats still tell."""

    dependencies = (("visits", "0006_notes_are_their_authors"),)
    operations = (
        migrations.AddField(model_name="visit", name="joined_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="visit", name="cancelled_by", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                name="only_cancelled_visits_say_by_whom", condition=Q(cancelled_by=None) | Q(status="cancelled")
            ),
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
