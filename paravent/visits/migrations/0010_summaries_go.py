"""Summaries go with their week; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let the installation delete what nobody can read any more."""

    dependencies = (("visits", "0009_flow"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
