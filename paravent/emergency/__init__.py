"""Opening a file without a relation: loudly, for an hour, and reviewed within three days (break-glass)."""
