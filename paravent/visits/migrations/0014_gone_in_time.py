"""Connection details are gone when their 90 days are over, not hours later; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let them be deleted twelve hours before."""

    dependencies = (("visits", "0013_visits_of_patient"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
