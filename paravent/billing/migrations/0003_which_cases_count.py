"""Which cases count for limits, and whose patients were known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add columns."""

    dependencies = (("billing", "0002_row_security"),)
    operations = (
        migrations.AddField(model_name="tally", name="is_counted", field=models.BooleanField(default=True)),
        migrations.AddField(model_name="tally", name="is_known", field=models.BooleanField(default=True)),
        migrations.AddField(model_name="casessaid", name="unknown", field=models.IntegerField(null=True)),
    )
