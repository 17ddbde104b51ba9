"""What the sequencer knows of times, so that a clock that is set back is noticed."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Add two columns; older checkpoints have nothing in them."""

    dependencies = (("ledger", "0005_mentions"),)
    operations = (
        migrations.AddField("checkpoint", "latest_at", models.DateTimeField(null=True)),
        migrations.AddField("checkpoint", "back_dated", models.IntegerField(db_default=0)),
        migrations.AddIndex(
            "checkpoint",
            models.Index(name="checkpoints_that_ran_back", fields=["latest_at"], condition=Q(back_dated__gt=0)),
        ),
    )
