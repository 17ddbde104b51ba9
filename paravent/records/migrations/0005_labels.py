"""How confidential a resource, an earlier version and a document's bytes are; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models

LABELS = [("N", "NORMAL"), ("R", "RESTRICTED"), ("V", "VERY_RESTRICTED")]


def labels(model: str) -> migrations.AddField:
    """Return the column of one table."""
    return migrations.AddField(model, "label", models.TextField(choices=LABELS, default="N"))


class Migration(migrations.Migration):
    """Add the columns, and let row security read them."""

    dependencies = (("records", "0004_read_only_in_emergencies"), ("people", "0006_colleagues_and_blocks"))
    operations = (
        labels("resource"),
        labels("earlier"),
        labels("blob"),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
