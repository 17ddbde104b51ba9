"""Who acts, why, whether they may, and the one door to patient data."""
