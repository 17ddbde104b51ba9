"""One set of data keys per patient, wrapped by the practice key."""
