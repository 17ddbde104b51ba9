"""Consultations in apps that were not made for it: noticed with a better way at hand, owned up to, counted without anybody's name."""
