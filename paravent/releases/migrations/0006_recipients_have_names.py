from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0005_recipients_are_theirs"),
    ]

    operations = [
        migrations.AddField(
            model_name="recipient",
            name="name",
            field=models.TextField(db_default="", default=""),
        ),
    ]
