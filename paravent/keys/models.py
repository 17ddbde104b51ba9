"""The keyring. Its data is left out of database dumps; see docs/spec/sealing.md, section 4."""

from django.db import models

from paravent.keys.terms import Scope


class PatientKey(models.Model):
    """One data key of one patient, wrapped by the practice key."""

    pk = models.CompositePrimaryKey("patient_id", "scope")
    patient_id = models.UUIDField()
    scope = models.TextField(choices=[(scope.value, scope.name) for scope in Scope])
    practice_key_id = models.TextField()
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
