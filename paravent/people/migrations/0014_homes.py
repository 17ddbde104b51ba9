"""Tokens of where a patient lives and is called, as their Patient resource says it: the same door, the same telephone."""

import django.contrib.postgres.fields
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column, and an index: whoever judges looks by it."""

    dependencies = (("people", "0013_brakes"),)
    operations = (
        migrations.AddField(
            "patient",
            "home_tokens",
            django.contrib.postgres.fields.ArrayField(base_field=models.BinaryField(), default=list, size=None),
        ),
        # Whoever copies rows into the table, as a made hospital does, need not know of it.
        migrations.RunSQL("ALTER TABLE people_patient ALTER COLUMN home_tokens SET DEFAULT '{}'"),
        migrations.AddIndex("patient", GinIndex(fields=["home_tokens"], name="patients_by_home")),
    )
