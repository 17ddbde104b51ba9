"""Row security of this package's tables; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grant, and force row security."""

    dependencies = (("research", "0001_initial"), ("access", "0001_speech"), ("consent", "0005_research_texts"))
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
