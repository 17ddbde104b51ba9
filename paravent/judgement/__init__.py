"""Whether an access is explained, and how odd it is if not: pure computing over frames, without Django."""
