"""Words of answers for pages."""
