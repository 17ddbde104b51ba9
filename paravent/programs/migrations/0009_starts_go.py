"""A start of a program that is over goes by itself; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let the installation see and delete what ended a day ago."""

    dependencies = (("programs", "0008_memberships_that_end"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
