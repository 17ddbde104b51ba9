"""A note in the making is its author's, a summary not a team's; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Narrow who reads either."""

    dependencies = (("visits", "0005_admitted_at"), ("people", "0006_colleagues_and_blocks"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
