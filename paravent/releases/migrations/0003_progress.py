"""How far the making of a release is lies beside its plan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add a column, and let it be written."""

    dependencies = (("releases", "0002_row_security"),)
    operations = (
        migrations.AddField("release", "sealed_progress", models.BinaryField(null=True)),
        migrations.RunSQL("GRANT UPDATE (sealed_progress) ON releases_release TO paravent_app"),
    )
