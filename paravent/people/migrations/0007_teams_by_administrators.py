"""Who puts somebody into a team; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Force row security."""

    dependencies = (("people", "0006_colleagues_and_blocks"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
