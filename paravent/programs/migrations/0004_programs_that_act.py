"""What a program that acts itself may see; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let the role count in row security."""

    dependencies = (
        ("programs", "0003_lasting"),
        ("access", "0002_purpose"),
        ("people", "0006_colleagues_and_blocks"),
        ("keys", "0002_row_security"),
        ("consent", "0002_row_security"),
    )
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
