"""Row security of this package's table; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grant, and force row security."""

    dependencies = (
        ("doubts", "0001_initial"),
        ("access", "0002_purpose"),
        ("keys", "0003_keys_that_change"),
        ("records", "0005_labels"),
    )
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
