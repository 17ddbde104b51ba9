"""Bills of the erased are found when they ask; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let the data-protection officer find the bills of those whose files were erased."""

    dependencies = (("billing", "0005_own_bills"), ("keys", "0003_keys_that_change"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
