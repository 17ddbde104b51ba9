"""What each piece says: two sentences, and the better way."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.guidance.terms import Piece


@dataclass(frozen=True, slots=True)
class Said:
    """The act that a piece is about, two sentences, and the better way with its address; one that begins with # is on the same page."""

    act: Promise
    text: Promise
    better: Promise
    leads_to: str


WORDS = {
    Piece.BREAK_GLASS: Said(
        _("Opening a file in an emergency"),
        _(
            "If this can wait, let the colleague whose patient this is ask you in: then the file opens without an alarm. "
            "To look something up about somebody you know is no emergency, and the patient sees it."
        ),
        _("It can wait"),
        "visits:day",
    ),
    Piece.EXPORT: Said(
        _("Exporting a file"),
        _(
            "A colleague who treats this patient reads the file here, when you ask them in from the visit. "
            "What is exported cannot be called back, and no log tells who reads it."
        ),
        _("Stay with the file here"),
        "records:chart",
    ),
    Piece.RECIPIENT: Said(
        _("Sending a link by e-mail"),
        _(
            "Whoever reads that mailbox can open the link, also a family or an office that shares it. "
            "Send it to the address that the patient gave for themselves, or let them scan the code."
        ),
        _("Show the code"),
        "#invitation-code",
    ),
    Piece.THIRD_PERSON: Said(
        _("Another person's data in a note"),
        _(
            "This seems to hold another person's name, number or birth date, and whoever asks for this file will read it. "
            "The relation is mostly enough: “his wife”, without the name."
        ),
        _("Or choose who reads this note"),
        "#id_label",
    ),
}
