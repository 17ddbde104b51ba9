"""The file: FHIR R4 resources as sealed documents, with every earlier version. What stands in clear: ADR 0010."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from paravent.fhir.confidentiality import Label

LABELS = [(label.value, label.name) for label in Label]


class Resource(models.Model):
    """A resource as it stands now. `patient_id` is the nil UUID where it belongs to the practice.

    A deleted one stays as a version without content.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField()
    resource_type = models.TextField()
    fhir_id = models.TextField()
    version = models.IntegerField()
    visit_id = models.UUIDField(null=True)
    on_date = models.DateField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    tokens = ArrayField(models.BinaryField(), default=list)
    index_edition = models.SmallIntegerField(default=1)
    fingerprint = models.BinaryField()
    sealed = models.BinaryField()
    label = models.TextField(default=Label.NORMAL, choices=LABELS)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(name="resources_of_patient", fields=["patient_id", "resource_type", "-on_date"]),
            models.Index(name="resources_of_type", fields=["resource_type", "id"]),
            models.Index(name="resources_of_visit", fields=["visit_id"]),
            GinIndex(name="resources_by_token", fields=["tokens"]),
        )
        constraints = (models.UniqueConstraint(name="a_resource_is_there_once", fields=["resource_type", "fhir_id"]),)


class Earlier(models.Model):
    """A version that is no longer current. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    resource_id = models.UUIDField()
    patient_id = models.UUIDField()
    version = models.IntegerField()
    sealed = models.BinaryField()
    label = models.TextField(default=Label.NORMAL, choices=LABELS)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="a_version_is_there_once", fields=["resource_id", "version"]),)


class Imprint(models.Model):
    """By which the content of a document is known in another file. What an equal one tells a thief: ADR 0102."""

    resource_id = models.UUIDField(primary_key=True)
    patient_id = models.UUIDField()
    token = models.BinaryField()

    class Meta:
        indexes = (
            models.Index(name="imprints_by_token", fields=["token"]),
            models.Index(name="imprints_of_patient", fields=["patient_id"]),
        )


class Blob(models.Model):
    """The bytes of a photo or a document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    patient_id = models.UUIDField()
    visit_id = models.UUIDField(null=True)
    sealed = models.BinaryField()
    label = models.TextField(default=Label.NORMAL, choices=LABELS)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
