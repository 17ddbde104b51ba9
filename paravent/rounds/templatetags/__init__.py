"""Words of rounds for pages."""
