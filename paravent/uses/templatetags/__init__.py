"""Words of uses for pages."""
