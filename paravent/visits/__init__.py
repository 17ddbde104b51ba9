"""Appointments, invitations, the waiting room, the note, what was accepted into the file."""
