"""Filters for templates of requests."""
