"""How `--help` lists commands: in whole sentences, where click would cut them off."""

import click

LONGEST = 160
"""Longer than any first sentence: it is wrapped, not cut."""


class Listing(click.Group):
    """A group that lists its commands by their whole first sentence."""

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list."""
        listed(
            formatter,
            "Commands",
            [found for name in self.list_commands(context) if (found := self.get_command(context, name))],
        )


def listed(formatter: click.HelpFormatter, title: str, commands: list[click.Command]) -> None:
    """Write commands below a title."""
    with formatter.section(title):
        formatter.write_dl([(one.name or "", one.get_short_help_str(LONGEST)) for one in commands])
