"""Who was let into a call, and when: they alone read its summary."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add a column."""

    dependencies = (("visits", "0004_erasure_and_renewal"),)
    operations = (migrations.AddField(model_name="party", name="admitted_at", field=models.DateTimeField(null=True)),)
