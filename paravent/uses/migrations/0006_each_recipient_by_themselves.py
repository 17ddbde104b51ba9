"""What stood at a removal goes to the lists of its recipient; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Take over what was fetched and acknowledged, then grant and force row security."""

    dependencies = (("uses", "0005_listing"),)
    operations = (
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
        migrations.RemoveConstraint(model_name="removal", name="what_is_in_a_batch_was_fetched"),
        migrations.RemoveConstraint(model_name="removal", name="what_was_acknowledged_was_fetched"),
        migrations.RemoveField(model_name="removal", name="batch"),
        migrations.RemoveField(model_name="removal", name="fetched_at"),
        migrations.RemoveField(model_name="removal", name="acknowledged_at"),
        migrations.RemoveField(model_name="removal", name="acknowledged_by"),
    )
