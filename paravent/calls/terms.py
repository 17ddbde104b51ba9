"""The words of a call, as they go over the wire. The browser's twin: static/calls/messages.js."""

from dataclasses import dataclass
from enum import StrEnum


class Relayed(StrEnum):
    """What one party's page may say to another's through us. Spec: docs/spec/call-encryption.md, section 3."""

    COMMIT = "commit"
    REVEAL = "reveal"
    DESCRIPTION = "description"
    CANDIDATE = "candidate"
    RESTART = "restart"
    BYE = "bye"


class Told(StrEnum):
    """What our server says to a page."""

    ROOM = "room"
    ELSEWHERE = "elsewhere"
    REFUSED = "refused"
    HERE = "here"


HERE_EVERY_SECONDS = 15
"""A page that hears nothing for three of these opens another socket: neither end notices by itself that a phone changed its network."""

LARGEST_MESSAGE = 64 * 1024
"""Bytes. A session description takes a few thousand."""

MESSAGES_AT_ONCE = 200
MESSAGES_A_SECOND = 40
"""A token bucket: ICE sends bursts of candidates, never a flood."""


@dataclass(frozen=True, slots=True)
class IceServer:
    """A relay or reflector, as the browser's RTCIceServer."""

    urls: list[str]
    username: str = ""
    credential: str = ""
