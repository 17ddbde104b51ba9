"""Pages of visits: for staff, for guests."""
