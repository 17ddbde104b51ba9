"""The tamper-evident log of every access."""
