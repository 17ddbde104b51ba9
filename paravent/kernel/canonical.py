"""Canonical JSON, RFC 8785 (JCS): one value, one sequence of bytes."""

from collections.abc import Mapping
from typing import Any

import rfc8785


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the RFC 8785 bytes of a JSON object, as they are hashed, signed or compared."""
    return rfc8785.dumps(dict(value))
