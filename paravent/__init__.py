"""Paravent: telemedicine in which nobody can compromise a patient's data unnoticed."""

VERSION = "0.1.0"
