"""On what duty a visit is held, sealed: how it is billed depends on it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add a column."""

    dependencies = (("visits", "0011_names_withheld"),)
    operations = (migrations.AddField(model_name="visit", name="sealed_occasion", field=models.BinaryField(null=True)),)
