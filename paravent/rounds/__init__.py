"""Rounds: models that several installations learn together, from patients who permit it and whose files stay where they are."""
