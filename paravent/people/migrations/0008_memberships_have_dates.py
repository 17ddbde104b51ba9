"""Since when and until when somebody is in a team; see the .sql file beside this one."""

from pathlib import Path

from django.contrib.postgres.functions import TransactionNow
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Add both, and let nobody delete what was."""

    dependencies = (("people", "0007_teams_by_administrators"),)
    operations = (
        migrations.AddField("membership", "starts_at", models.DateTimeField(db_default=TransactionNow())),
        migrations.AddField("membership", "ends_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("membership", "a_team_has_a_member_once"),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                name="a_team_has_a_member_once", fields=["team_id", "person_id"], condition=Q(ends_at=None)
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                name="memberships_end_after_they_start", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            ),
        ),
        migrations.AddIndex("membership", models.Index(name="memberships_of_person", fields=["person_id"])),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
