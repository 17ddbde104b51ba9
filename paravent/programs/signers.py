"""How a neighbour checks what somebody elsewhere signed: what it needs of the room that knows the library."""

from paravent.programs.oauth import ALGORITHMS, KeysUnclear, StatementUnclear, checked, fingerprint, named_in

__all__ = ["ALGORITHMS", "KeysUnclear", "StatementUnclear", "checked", "fingerprint", "named_in"]
