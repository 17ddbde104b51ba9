"""Row security of recipients; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grant, and force row security."""

    dependencies = (("releases", "0004_recipient"), ("research", "0002_row_security"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
