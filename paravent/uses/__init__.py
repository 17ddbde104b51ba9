"""What patients' data were used for, whose they were, and how it gets about when one of them takes it back."""
