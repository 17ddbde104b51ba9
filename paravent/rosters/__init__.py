"""Who is on duty when, and with which team: entered by hand, read from a file, shown by the week."""
