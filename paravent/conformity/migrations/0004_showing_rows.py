"""Row security of this package's table; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grant, and force row security."""

    dependencies = (("conformity", "0003_showing"), ("people", "0013_brakes"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
