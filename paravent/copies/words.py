"""What leaves a file, in words for the desk."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "file.export": _("exported the whole file"),
    "file.print": _("printed the file"),
    "file.copy": _("copied a letter as text"),
    "file.copy-by-hand": _("copied by hand"),
    "document.send-anyway": _("sent a document of another patient's file all the same"),
    "document.keep-anyway": _("kept a document that lies in another patient's file too"),
}


def copy_in_words(act: str) -> str:
    """Return what somebody did."""
    return str(ACTS[act])
