"""Texts and resources without the people in them, and how easily they are found all the same. No Django."""
