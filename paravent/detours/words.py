"""What apps, reasons and outcomes are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.detours.terms import App, Heed, Why

APPS: dict[App, str | Promise] = {
    App.WHATSAPP: "WhatsApp",
    App.FACETIME: "FaceTime",
    App.ZOOM: "Zoom",
    App.TEAMS: "Teams",
    App.SIGNAL: "Signal",
    App.TELEGRAM: "Telegram",
    App.MESSENGER: "Messenger",
    App.SKYPE: "Skype",
    App.GOOGLE_MEET: "Google Meet",
    App.VIBER: "Viber",
    App.JITSI: "Jitsi",
    App.OTHER: _("Another app"),
}
WHYS: dict[Why, Promise] = {
    Why.NOT_SAID: _("I would rather not say"),
    Why.NO_PICTURE: _("Picture or sound failed here"),
    Why.PATIENT_ASKED: _("The patient asked for it"),
    Why.FASTER: _("It was faster"),
    Why.OUT_OF_HOUSE: _("I was not at a computer of ours"),
    Why.NO_INTERPRETER: _("The interpreter or a relative was only there"),
}
HEEDS: dict[Heed, Promise] = {
    Heed.HEEDED: _("The way here was taken, or the words were changed"),
    Heed.SENT: _("Sent as it was"),
}
