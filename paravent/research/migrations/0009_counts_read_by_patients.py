"""Patients read how often a study was told a rounded number; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let patients see that something was counted."""

    dependencies = (("research", "0008_read_where_a_text_waits"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
