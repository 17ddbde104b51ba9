"""Budgets and charges belong to studies, whatever spends them: answers and rounds; see the .sql file beside this one."""

from datetime import timedelta
from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Take the two tables over from answers, as they are, and count charges until a day of their own."""

    dependencies = (("research", "0003_threshold"), ("answers", "0003_charged_today"))
    operations = (
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(),
            state_operations=[
                migrations.CreateModel(
                    name="Grant",
                    fields=[
                        ("study_id", models.UUIDField(primary_key=True, serialize=False)),
                        ("budget", models.IntegerField()),
                        ("given_by", models.UUIDField()),
                        ("given_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("budget__gt", 0), ("budget__lte", 1000)),
                                name="a_study_is_given_one_epsilon_at_most",
                            )
                        ]
                    },
                ),
                migrations.CreateModel(
                    name="Charge",
                    fields=[
                        ("charged_for", models.UUIDField(primary_key=True, serialize=False)),
                        ("study_id", models.UUIDField(db_index=True)),
                        ("cost", models.IntegerField()),
                        ("charged_at", models.DateTimeField()),
                        ("counts_until", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("cost__gt", 0)), name="every_answer_costs"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "counts_until__gte",
                                        models.F("charged_at") + timedelta(days=365),
                                    )
                                ),
                                name="a_charge_counts_for_a_year_at_least",
                            ),
                        ]
                    },
                ),
            ],
        ),
    )
