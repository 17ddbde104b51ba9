"""Nobody works on a breach that was their own act; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Close a breach to whoever is involved in it, data-protection officer or not."""

    dependencies = (("breaches", "0003_one_matter"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
