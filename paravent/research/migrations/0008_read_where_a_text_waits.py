"""Whoever decides about a text reads the studies that wait for it, and no other; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let clinicians read what asked them, alone."""

    dependencies = (("research", "0007_kinds_and_exits"), ("doubts", "0003_studies"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
