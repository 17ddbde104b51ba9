"""The roster is a package of its own; its table stays where it is (see paravent/rosters/migrations)."""

from django.db import migrations


class Migration(migrations.Migration):
    """Give the table away: in Django's mind alone, nothing changes in the database."""

    dependencies = (("people", "0011_notices"),)
    operations = (migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Duty")]),)
