"""The digest of a one-time link goes when its time is over: the installation may delete it."""

from django.db import migrations


class Migration(migrations.Migration):
    """Grant what forgetting needs. The table names nobody but by a number, and is read before anybody has signed in: it has no rows to guard."""

    dependencies = (("people", "0015_relations_of_patient"),)
    operations = (migrations.RunSQL("GRANT DELETE ON people_enrolment TO paravent_app"),)
