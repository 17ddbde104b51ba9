"""The purpose as a word of row security; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Make the function, and let relations of care count for their purpose alone."""

    dependencies = (("access", "0001_speech"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
