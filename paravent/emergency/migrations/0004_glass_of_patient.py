"""Who broke the glass of a patient is found by an index: each look that is judged asks for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add an index."""

    dependencies = (("emergency", "0003_judged"),)
    operations = (migrations.AddIndex("glass", models.Index(fields=["patient_id"], name="glass_of_patient")),)
