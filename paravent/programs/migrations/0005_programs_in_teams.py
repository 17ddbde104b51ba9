"""Who puts a program into teams; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let an approval bring its places along."""

    dependencies = (("programs", "0004_programs_that_act"), ("people", "0007_teams_by_administrators"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
