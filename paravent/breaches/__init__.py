"""Personal data breaches: the 72-hour clock, how severe one is, and what authority and patients are told."""
