"""Free text without the people in it: what is known of them, what can be checked, what stands in a place, what was learned. No Django."""
