"""What neighbours send in lines as well: what they need of the room that writes them."""

from paravent.uses.writing import NDJSON, as_ndjson, in_lines

__all__ = ["NDJSON", "as_ndjson", "in_lines"]
