"""For how long sound and picture flowed, on the clinician's seat: four numbers, which go with it after 90 days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add a column."""

    dependencies = (("visits", "0008_why_it_was_erased"),)
    operations = (migrations.AddField(model_name="party", name="flow", field=models.JSONField(null=True)),)
