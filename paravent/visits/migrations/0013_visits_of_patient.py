"""A patient's visits are found by an index: each look that is judged asks for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add an index."""

    dependencies = (("visits", "0012_occasion"),)
    operations = (migrations.AddIndex("visit", models.Index(fields=["patient_id"], name="visits_of_patient")),)
