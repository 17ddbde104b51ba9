"""By which edition of the index something is found: what was indexed before there were two is of the first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column."""

    dependencies = (("people", "0008_memberships_have_dates"),)
    operations = (migrations.AddField("patient", "index_edition", models.SmallIntegerField(default=1)),)
