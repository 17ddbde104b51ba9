"""FHIR R4: checking, making and summing up resources. Pure: no Django, no database."""
