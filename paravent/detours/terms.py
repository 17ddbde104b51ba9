"""The words of a detour: a consultation held in an app that was not made for it."""

from enum import StrEnum


class App(StrEnum):
    """The consumer apps that are known; where and how stands in static/detours/rules.json."""

    WHATSAPP = "whatsapp"
    FACETIME = "facetime"
    ZOOM = "zoom"
    MESSENGER = "messenger"
    TEAMS = "teams"
    SKYPE = "skype"
    TELEGRAM = "telegram"
    SIGNAL = "signal"
    VIBER = "viber"
    GOOGLE_MEET = "google-meet"
    JITSI = "jitsi"


class FormatUnknown(Exception):
    """The beginning of a log is in no format that is read. Arguments: the number of the line, and what is odd about it."""
