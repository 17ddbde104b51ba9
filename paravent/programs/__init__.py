"""Other programs: who they are, what they were allowed, on whose behalf and what for."""
