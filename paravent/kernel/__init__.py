"""Typed ids, the clock, canonical JSON, sealing: pure, no Django."""
