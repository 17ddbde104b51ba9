"""What a visit is billed as: codes with reasons, the evidence they stand on, the quarter and its limits."""
