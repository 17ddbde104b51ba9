"""How an invitation is shown: link, QR code, texts ready to send, calendar file. Nothing clinical in any of them."""

import io
from typing import Any
from urllib.parse import quote

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from paravent.kernel import clock
from paravent.visits.operations import link_of
from paravent.visits.terms import InvitationView, VisitView


def invitation_context(visit: VisitView, invitation: InvitationView | None) -> dict[str, Any]:
    """Return what the invitation fragment needs."""
    if invitation is None:
        return {"link": "", "can_mail": False}
    link = link_of(invitation)
    text = _text(visit, link)
    return {
        "link": link,
        "qr": _qr(link),
        "valid_from": invitation.valid_from if invitation.valid_from > clock.now() else None,
        "valid_until": invitation.valid_until,
        "sms_text": text,
        "sms_href": f"sms:?&body={quote(text)}",
        "email_text": _email(visit, link),
        "subject": _("Your video consultation"),
        "can_mail": bool(settings.EMAIL_HOST),
        "mail_to": visit.patient.identity.email,
    }


def _when(visit: VisitView) -> str:
    return date_format(timezone.localtime(visit.starts_at), "SHORT_DATETIME_FORMAT")


def _text(visit: VisitView, link: str) -> str:
    values = {"practice": settings.PRACTICE_NAME, "clinician": visit.clinician_name, "when": _when(visit), "link": link}
    if visit.is_spontaneous:
        return _("%(practice)s: %(clinician)s is ready for your video consultation: %(link)s") % values
    return _("%(practice)s: your video consultation with %(clinician)s on %(when)s: %(link)s") % values


def _email(visit: VisitView, link: str) -> str:
    return _(
        "Hello,\n\n%(text)s\n\nOpen the link on a phone or a computer with a camera. There is nothing to install and "
        "no account to make. The link is meant for you alone and works around the time of the visit.\n\n%(practice)s"
    ) % {"text": _text(visit, link), "practice": settings.PRACTICE_NAME}


def _qr(link: str) -> SafeString:
    """Draw the link as SVG; segno's output holds no text of ours, only the drawing."""
    out = io.BytesIO()
    segno.make(link, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass="qr", lineclass=None
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 (made by us from a link of ours)


def calendar_file(visit: VisitView) -> bytes:
    """Return the visit as iCalendar (RFC 5545)."""
    event = Event()
    event.add("uid", f"{visit.visit_id}@paravent")
    event.add("dtstamp", clock.now())
    event.add("dtstart", visit.starts_at)
    event.add("dtend", visit.ends_at)
    event.add("summary", _("Video consultation, %(practice)s") % {"practice": settings.PRACTICE_NAME})
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//Paravent//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
