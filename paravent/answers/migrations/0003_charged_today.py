"""A charge bears today's date: one of two years ago would cost the year nothing; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Refuse charges of another day."""

    dependencies = (("answers", "0002_row_security"),)
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
