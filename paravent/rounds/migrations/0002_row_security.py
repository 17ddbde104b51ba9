"""Row security of this package's tables; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grant, and force row security."""

    dependencies = (("rounds", "0001_initial"), ("access", "0001_speech"), ("research", "0002_row_security"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
