"""Invented patients with believable files. No real person, no copied content; the same day gives the same bytes."""

from paravent.fhir.sample.engine import Sample, regulars, samples

__all__ = ["Sample", "regulars", "samples"]
