"""What a patient permits, in which words, since when."""
