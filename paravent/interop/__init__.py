"""The file as a FHIR R4 server for other programs."""
