"""A question says whether the access was done or refused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What was asked before this is taken as done, as its page said."""

    dependencies = (("vigilance", "0005_explanations"),)
    operations = (migrations.AddField("question", "outcome", models.TextField(default="done")),)
