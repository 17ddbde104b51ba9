"""The patient's file: FHIR R4 resources, versioned and sealed."""
