"""Only current places in teams open files; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Ask for current memberships."""

    dependencies = (("programs", "0007_asked_once"), ("people", "0008_memberships_have_dates"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
