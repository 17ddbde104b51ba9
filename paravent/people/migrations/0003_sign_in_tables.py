"""What the app role may do with Django's and allauth's tables; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Grant."""

    dependencies = (
        ("people", "0002_row_security"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    )
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
