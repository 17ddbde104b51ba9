"""Patients read whether a bill of theirs is held back; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let marks be read by patients."""

    dependencies = (("detours", "0003_marks"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
