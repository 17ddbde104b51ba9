"""Budgets and charges are of studies now, whatever spends them: research took the tables over."""

from django.db import migrations


class Migration(migrations.Migration):
    """Know them no more here; the tables stay as they are."""

    dependencies = (("answers", "0003_charged_today"), ("research", "0004_budgets"))
    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("Charge"), migrations.DeleteModel("Grant")]
        ),
    )
