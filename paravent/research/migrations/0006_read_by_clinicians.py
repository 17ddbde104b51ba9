"""Whoever decides about a text for research reads which study asked for it; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let clinicians read approved studies."""

    dependencies = (("research", "0005_texts"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
