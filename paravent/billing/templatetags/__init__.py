"""What pages say of billing."""
