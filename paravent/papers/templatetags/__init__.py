"""Filters for templates of copies."""
