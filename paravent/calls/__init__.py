"""Rooms, signalling, end-to-end encryption, the in-call exchange: browser code and a relay that keeps nothing."""
