"""Bills that programs read are marked as handed out; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let a bill keep since when a program has read it."""

    dependencies = (("billing", "0006_bills_of_the_erased"), ("people", "0013_brakes"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
