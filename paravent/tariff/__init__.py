"""What a consultation may be billed as, and why: rules as data, as they were known on a day. Pure: no Django."""
