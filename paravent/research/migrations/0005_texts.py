"""Whether a study may have texts in its releases: said and approved with it, and not unless it is said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Say no for the studies that are there."""

    dependencies = (("research", "0004_budgets"),)
    operations = (
        migrations.AddField(
            model_name="study", name="texts", field=models.BooleanField(default=False, db_default=False)
        ),
    )
