"""Who cares for a patient is found by an index: each look that is judged asks for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add an index."""

    dependencies = (("people", "0014_homes"),)
    operations = (
        migrations.AddIndex("carerelation", models.Index(fields=["patient_id"], name="relations_of_patient")),
    )
