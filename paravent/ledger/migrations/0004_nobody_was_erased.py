"""What counts as erased; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Look for the patient as well."""

    dependencies = (("ledger", "0003_proofs"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
