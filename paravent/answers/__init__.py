"""Numbers about groups with noise, counted against a budget that nobody refills."""
