"""Who sees and who writes a bill; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grants and row security."""

    dependencies = (("billing", "0001_initial"), ("people", "0001_initial"), ("visits", "0001_initial"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
