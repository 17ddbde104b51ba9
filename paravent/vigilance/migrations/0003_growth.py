"""Cases of the running week grow; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grant, and tell the installation's columns from those of whoever decides."""

    dependencies = (("vigilance", "0002_row_security"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
