"""A restricted file is closed to everybody; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let row security read blocks that are about everybody."""

    dependencies = (
        ("rights", "0002_row_security"),
        ("programs", "0008_memberships_that_end"),
        ("people", "0014_homes"),
    )
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
