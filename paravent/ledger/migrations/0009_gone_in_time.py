"""Connection details are gone when their 90 days are over, not hours later; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let them be deleted twelve hours before."""

    dependencies = (("ledger", "0008_old_lines"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
