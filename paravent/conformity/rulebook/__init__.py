"""The rules as data, and the probes that hold an installation against them. Pure: no Django, no database, no network."""
