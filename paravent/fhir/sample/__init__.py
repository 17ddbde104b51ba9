"""Invented patients with believable files. No real person, no copied content; the same day gives the same bytes."""

from paravent.fhir.sample.engine import Sample, samples

__all__ = ["Sample", "samples"]
