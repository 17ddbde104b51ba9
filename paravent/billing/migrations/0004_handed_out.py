"""When a bill left the house first; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add a column, and let it be written once."""

    dependencies = (("billing", "0003_which_cases_count"),)
    operations = (
        migrations.AddField(model_name="bill", name="handed_out_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
