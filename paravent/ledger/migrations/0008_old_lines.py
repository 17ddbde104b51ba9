"""Lines of the log lose who and why in the end; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let the installation delete what is older than the least term."""

    dependencies = (("ledger", "0007_whence"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
