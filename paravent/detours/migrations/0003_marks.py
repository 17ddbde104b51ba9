"""Which visits were held elsewhere, by keyed hash; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table and guard it."""

    dependencies = (("detours", "0002_grants"), ("access", "0002_purpose"))
    operations = (
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("mark", models.BinaryField(primary_key=True, serialize=False)),
                ("quarter_on", models.DateField()),
            ],
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
    )
