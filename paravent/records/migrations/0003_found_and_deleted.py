"""The span of time by which a resource is found, and a resource that was deleted but stays as a version."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0002_row_security")]

    operations: ClassVar = [
        migrations.AddField("resource", "starts_at", models.DateTimeField(null=True)),
        migrations.AddField("resource", "ends_at", models.DateTimeField(null=True)),
        migrations.AddField("resource", "deleted_at", models.DateTimeField(null=True)),
        migrations.AddIndex("resource", models.Index(name="resources_of_type", fields=["resource_type", "id"])),
    ]
