"""The installation judges accesses, and so sees which glass was broken; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let it read."""

    dependencies = (("emergency", "0002_row_security"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
