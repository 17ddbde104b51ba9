"""Who was let into a call, and when: they alone read its summary."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add a column."""

    dependencies = (("visits", "0003_connections_are_forgotten"),)
    operations = (migrations.AddField(model_name="party", name="admitted_at", field=models.DateTimeField(null=True)),)
