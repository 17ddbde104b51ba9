"""A breach may be the act of several people; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Let a breach take several cases of one matter; what was kept before stays as it was."""

    dependencies = (("breaches", "0002_row_security"),)
    operations = (
        migrations.AddField("breach", "sealed_account", models.BinaryField(null=True)),
        migrations.AddField("breach", "authority_last_told_at", models.DateTimeField(null=True)),
        migrations.AddField("breach", "patients_last_told_at", models.DateTimeField(null=True)),
        migrations.AddField("concerned", "added_at", models.DateTimeField(null=True)),
        migrations.AddField("involved", "case_id", models.UUIDField(null=True)),
        migrations.AddField("involved", "known_at", models.DateTimeField(null=True)),
        migrations.AddField("involved", "added_at", models.DateTimeField(null=True)),
        migrations.AddField("involved", "sealed_found", models.BinaryField(null=True)),
        migrations.AddField("deadline", "matter_id", models.UUIDField(null=True)),
        migrations.AddField("deadline", "closed_at", models.DateTimeField(null=True)),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),
        migrations.AlterField("concerned", "added_at", models.DateTimeField()),
        migrations.AlterField("involved", "case_id", models.UUIDField(unique=True)),
        migrations.AlterField("involved", "known_at", models.DateTimeField()),
        migrations.AlterField("involved", "added_at", models.DateTimeField()),
        migrations.RemoveConstraint("involved", "a_person_is_involved_once"),
        migrations.AddConstraint(
            "deadline",
            models.UniqueConstraint(
                name="a_matter_is_one_open_breach", fields=["matter_id"], condition=Q(closed_at=None)
            ),
        ),
        migrations.RemoveField("breach", "case_id"),
    )
