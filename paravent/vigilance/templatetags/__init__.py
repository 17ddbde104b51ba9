"""Filters for templates of vigilance."""
