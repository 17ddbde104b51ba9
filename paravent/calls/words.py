"""What the call's page says, in the reader's language; the browser gets it as JSON."""

from django.utils.translation import gettext as _

from paravent.records.words import VITALS
from paravent.visits.words import SEAT_TAKEN


def call_words() -> dict[str, str]:
    """Return every sentence that the call's modules may show."""
    return {**_states(), **_safety(), **_exchange(), **_devices(), **_vitals()}


def _states() -> dict[str, str]:
    return {
        "waiting": _("Waiting for the other side …"),
        "connecting": _("Making an encrypted connection …"),
        "connecting-anew": _("The connection did not come about. We are trying again; keep this page open."),
        "connecting-long": _(
            "Still no connection. We go on trying; keep this page open. Another network may help: switch Wi-Fi off or on. "
            "If it does not, use the phone."
        ),
        "connected": _("Connected, end-to-end encrypted"),
        "interrupted": _("The connection is interrupted. We are looking for another way …"),
        "ended": _("The consultation has ended."),
        "server-away": _("Our server cannot be reached at the moment. Your call goes on."),
        "server-away-waiting": _(
            "Our server cannot be reached at the moment. Keep this page open: it comes back by itself, and your place is kept."
        ),
        "offline": _(
            "This device has no network at the moment. Keep this page open: it goes on by itself once there is one again. "
            "Switching Wi-Fi off or on may help; if it does not, use the phone."
        ),
        "server-back": _("Our server is back, and your place was kept."),
        "signed-out": _("You have been signed out. Your call goes on; sign in again in another tab to write."),
        "elsewhere": _("This consultation goes on in another window. Close this one, or come back to it here."),
        "refused": _("You are not part of this consultation any more."),
        "removed": _("You are not in the consultation any more."),
        "taken": str(SEAT_TAKEN),
        "room-full": _("One patient can be in this call, and somebody is. Remove them first to let another one in."),
        "not-open": _("This is not open to you. The request and its refusal have been recorded."),
        "quality-fair": _("The connection is getting weaker."),
        "quality-poor": _("The connection is weak. Sound alone would be steadier."),
        "too-slow-for-signs": _(
            "The picture moves too slowly for sign language. More light, or a better network, helps."
        ),
        "other-poor": _("The other side has a weak connection."),
        "camera-off": _("Camera is off"),
        "muted": _("Microphone is off"),
        "not-verified": _("not verified"),
    }


def _safety() -> dict[str, str]:
    return {
        "in-the-middle": _(
            "Stopped for your safety: what arrived does not match what was agreed, so somebody may be listening in. "
            "Do not go on here. Call the practice on the phone."
        ),
        "cannot-encrypt": _(
            "This browser cannot encrypt the call, so there is no call. Please use a current Chrome, Edge, Firefox or Safari."
        ),
        "number-changed": _("The connection was made anew: compare the pictures again."),
        "number-same": _("Good: nobody is in between."),
        "different": _("You have left this call, because the pictures were not the same."),
    }


def _exchange() -> dict[str, str]:
    return {
        "me": _("You"),
        "types": _("is typing …"),
        "accept": _("Accept"),
        "decline": _("Decline"),
        "cancel": _("Cancel"),
        "sending": _("Sending"),
        "sent": _("Sent. It is kept only if it is taken into your file."),
        "receiving": _("Receiving"),
        "cancelled": _("Cancelled; nothing was kept."),
        "kept": _("Taken into the file"),
        "not-kept": _("Not taken; it is gone when the call ends."),
        "too-large": _("The file is too large: 25 MB is the most."),
        "empty-file": _("There is nothing in this file."),
        "not-a-photo-or-pdf": _("Only photos (JPEG, PNG, WebP) and PDFs can be sent."),
        "look-again": _("Unusual value: please ask to measure again."),
        "unusual-own": _("This is an unusual value. Is it right? Send it again to confirm."),
        "impossible": _("This value cannot be right. Please check the numbers."),
        "failed": _("That did not work. Please try again."),
        "no-channel": _("Nobody is connected yet."),
        "show": _("Show"),
        "do-not-send": _("Do not send"),
        "send-anyway": _("Send all the same"),
        "not-sent": _("Not sent."),
        "do-not-keep": _("Do not keep"),
        "keep-anyway": _("Keep it here all the same"),
    }


def _devices() -> dict[str, str]:
    return {
        "camera-ready": _("Camera works"),
        "camera-missing": _("No camera found. You can go on with sound alone."),
        "camera-refused": _(
            "The camera is blocked. Tap the lock or camera sign beside the address, allow it, and reload. Sound alone works too."
        ),
        "camera-busy": _("Another app uses the camera. Close it and reload, or go on with sound alone."),
        "camera-insecure": _("The browser gives a camera only to secure pages (https)."),
        "camera-lost": _(
            "Your camera stopped: another app may have taken it, or it was unplugged. They hear you and do not see you. "
            "When it is free again, press the camera button."
        ),
        "camera-paused": _(
            "This device holds your camera back at the moment, as while another app is in front. Come back to this page to be seen."
        ),
        "microphone-ready": _("Microphone works"),
        "microphone-missing": _("No microphone found. Plug one in, or use a phone."),
        "microphone-refused": _(
            "The microphone is blocked. Tap the lock sign beside the address, allow it, and reload."
        ),
        "microphone-busy": _("Another app uses the microphone. Close it and reload."),
        "microphone-insecure": _("The browser gives a microphone only to secure pages (https)."),
        "microphone-lost": _(
            "Your microphone stopped: another app may have taken it, or it was unplugged. They do not hear you. "
            "When it is free again, press the microphone button."
        ),
        "microphone-paused": _(
            "This device holds your microphone back at the moment, as during a phone call. They do not hear you until that is over."
        ),
        "network-ready": _("Connection works"),
        "network-missing": _("Our server cannot be reached. Check your connection."),
    }


def _vitals() -> dict[str, str]:
    return {kind: str(words) for kind, words in VITALS.items()}
