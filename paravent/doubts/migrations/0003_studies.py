"""Which studies a text waits for; what waits since before that was kept waits for none, and the next release holds it back anew."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    """Say none of the texts that are there."""

    dependencies = (("doubts", "0002_row_security"),)
    operations = (
        migrations.AddField(
            model_name="doubt", name="studies", field=ArrayField(base_field=models.UUIDField(), default=list)
        ),
    )
