"""Drills go after two years; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let the installation delete what is older than its term."""

    dependencies = (("drills", "0002_row_security"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
