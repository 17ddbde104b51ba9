"""Patients, staff, roles, teams and care relations."""
