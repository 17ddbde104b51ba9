"""How long a mandate lets its program come back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column."""

    dependencies = (("programs", "0002_row_security"),)
    operations = (
        migrations.AddField(
            model_name="mandate",
            name="lasting",
            field=models.TextField(
                choices=[("", "ONCE"), ("online_access", "ONLINE"), ("offline_access", "OFFLINE")], default=""
            ),
        ),
    )
