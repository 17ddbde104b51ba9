"""Somebody's duties and the emergency ones are found by indexes: each look that is judged asks for them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Add two indexes."""

    dependencies = (("rosters", "0001_taken_over"),)
    operations = (
        migrations.AddIndex("duty", models.Index(fields=["person_id"], name="duties_of_person")),
        migrations.AddIndex(
            "duty", models.Index(condition=Q(team_id=None), fields=["starts_at"], name="emergency_duties")
        ),
    )
