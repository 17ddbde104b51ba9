"""Who may grant roles, told to the database; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Enable row security."""

    dependencies = (("people", "0003_sign_in_tables"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
