"""What connects staff and patients outside of care: declared, found by blinded tokens, or that many are curious."""
