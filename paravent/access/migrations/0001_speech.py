"""The SQL words in which row security is written; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Make the functions, owned by the migrating role."""

    initial = True
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
