"""Which data a study needs, and by which exits something of it may leave: said and approved with it."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

EVERYTHING = [
    "Condition",
    "Observation",
    "MedicationRequest",
    "MedicationStatement",
    "Encounter",
    "Procedure",
    "AllergyIntolerance",
    "Immunization",
    "DiagnosticReport",
]
EVERY_EXIT = ["release", "answer", "round"]


class Migration(migrations.Migration):
    """Studies that are there keep what they were approved with: all of it."""

    dependencies = (("research", "0006_read_by_clinicians"),)
    operations = (
        migrations.AddField(
            model_name="study",
            name="kinds",
            field=ArrayField(models.TextField(), default=EVERYTHING),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="study",
            name="exits",
            field=ArrayField(models.TextField(), default=EVERY_EXIT),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="study",
            constraint=models.CheckConstraint(
                name="a_study_names_the_data_it_needs", condition=models.Q(kinds__len__gte=1)
            ),
        ),
    )
