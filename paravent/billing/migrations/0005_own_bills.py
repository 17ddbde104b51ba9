"""Patients read what was billed for them; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let a patient read their own bills."""

    dependencies = (("billing", "0004_handed_out"), ("access", "0002_purpose"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
