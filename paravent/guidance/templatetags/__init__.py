"""What pages say of guidance."""
