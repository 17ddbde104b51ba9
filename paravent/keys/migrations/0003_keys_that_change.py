"""Keys may be wrapped anew, and a clinical key goes with its identity key; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grant, and bind the two keys together."""

    dependencies = (("keys", "0002_row_security"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
