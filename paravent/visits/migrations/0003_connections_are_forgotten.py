"""The right to forget who was connected, and its bounds; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grant, and bind the right to the installation and to age."""

    dependencies = (("visits", "0002_row_security"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
