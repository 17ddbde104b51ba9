"""Further members of a crowd stand in the place that one case was given; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a case say beside which it stands, and the installation say when it stands alone."""

    dependencies = (("vigilance", "0006_outcome_of_what_is_asked"),)
    operations = (
        migrations.AddField("case", "beside_id", models.UUIDField(null=True)),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
