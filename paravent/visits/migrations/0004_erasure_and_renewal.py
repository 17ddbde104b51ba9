"""What an erasure and a new key may touch; see the .sql file beside this one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Let the erased be scrubbed, and the installation seal anew. In one place, as it is one use case each."""

    dependencies = (
        ("visits", "0003_connections_are_forgotten"),
        ("records", "0002_row_security"),
        ("people", "0003_sign_in_tables"),
        ("keys", "0003_keys_that_change"),
    )
    operations = (migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text()),)
