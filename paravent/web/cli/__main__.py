"""`python -m paravent.web.cli`."""

from paravent.web.cli import main

main(prog_name="paravent")
