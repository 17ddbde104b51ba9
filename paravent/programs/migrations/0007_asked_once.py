"""Who speaks is found out once a query; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Ask once."""

    dependencies = (("programs", "0006_who_it_was"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
