"""Row security of letters; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grant, and force row security."""

    dependencies = (("rounds", "0003_letters"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
