"""What a program is told about the person who let it in."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the columns."""

    dependencies = (("programs", "0005_programs_in_teams"),)
    operations = (
        migrations.AddField(
            model_name="mandate",
            name="tells",
            field=django.contrib.postgres.fields.ArrayField(models.TextField(), default=list),
        ),
        migrations.AddField(model_name="code", name="nonce", field=models.TextField(default="")),
    )
