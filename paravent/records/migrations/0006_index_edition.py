"""By which edition of the index something is found: what was indexed before there were two is of the first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column."""

    dependencies = (("records", "0005_labels"),)
    operations = (migrations.AddField("resource", "index_edition", models.SmallIntegerField(default=1)),)
