"""Words come with a migration; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Revoke."""

    dependencies = (("consent", "0003_first_texts"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
