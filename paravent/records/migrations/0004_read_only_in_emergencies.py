"""Nothing is written into a file in an emergency; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Forbid it in the database."""

    dependencies = (("records", "0003_found_and_deleted"), ("access", "0002_purpose"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
