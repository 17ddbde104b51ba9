"""The command line as a practice uses it: real processes, embedded servers, files on a disk."""
