"""Words of studies for pages."""
