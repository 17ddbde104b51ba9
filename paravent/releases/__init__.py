"""Rows of patients who permit it, without the people in them, handed out by somebody else than who asked for them."""
