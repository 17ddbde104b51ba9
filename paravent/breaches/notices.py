"""Notices as PDF: what authority (Art. 33(3) GDPR) and patients (Art. 34(2)) are told, in either language."""

from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from paravent.breaches.terms import NOTIFY_WITHIN, Addressee, Breach, NotAssessed, Notice
from paravent.breaches.words import CATEGORIES, EFFECTS, EFFECTS_ON_YOU, LEVELS
from paravent.kernel import clock
from paravent.kernel.paper import typeset

TEMPLATE = Path(__file__).with_name("notice.typ")

Section = tuple[str, tuple[str, ...]]


def pdf(breach: Breach, addressee: Addressee, language: str) -> bytes:
    """Return a notice as PDF. Raises NotAssessed."""
    return typeset(TEMPLATE, notice=asdict(draft(breach, addressee, language)))


def draft(breach: Breach, addressee: Addressee, language: str) -> Notice:
    """Return what a notice says."""
    with override(language):
        if addressee == Addressee.AUTHORITY:
            title, sections = _("Notification of a personal data breach (Art. 33 GDPR)"), _to_authority(breach)
        else:
            title, sections = _("About your data in our practice (Art. 34 GDPR)"), _to_patients(breach)
        today = date_format(timezone.localtime(clock.now()), "DATE_FORMAT")
        return Notice(title, language, f"{settings.PRACTICE_NAME}, {today}", tuple(sections))


def _to_authority(breach: Breach) -> list[Section]:
    factors, severity = breach.factors, breach.severity
    if factors is None or severity is None:
        raise NotAssessed
    scored = _(
        "Severity by ENISA's method: %(score)s (%(level)s), from data context %(context)s times ease of identification %(ease)s plus circumstances %(circumstances)s."
    ) % {
        "score": localize(severity.score),
        "level": LEVELS[severity.level],
        "context": factors.context.value,
        "ease": factors.ease.value,
        "circumstances": localize(severity.circumstances),
    }
    return [
        (_("Who reports"), (settings.PRACTICE_NAME, _contact())),
        (_("When"), _times(breach)),
        (_("What happened"), (breach.account, *_by_several(breach))),
        (_("Whom and what it concerns"), (_people(breach), capfirst(str(CATEGORIES[factors.context])))),
        (_("Likely consequences"), (str(EFFECTS[severity.level]), scored)),
        (_("What was done and is planned"), (breach.measures or _("[To be added.]"),)),
    ]


def _to_patients(breach: Breach) -> list[Section]:
    factors, severity = breach.factors, breach.severity
    if factors is None or severity is None:
        raise NotAssessed
    return [
        (
            _("What happened"),
            (
                f"{_to_you(breach)} {_('We are sorry. We tell you because you should know, and because the law asks us to.')}",
                breach.account,
            ),
        ),
        (_("What it was about"), (capfirst(str(CATEGORIES[factors.context])),)),
        (_("What may follow"), (str(EFFECTS_ON_YOU[severity.level]),)),
        (_("What we have done"), (breach.measures or _("[To be added.]"),)),
        (
            _("What you can do"),
            (
                _(
                    "On the page behind your link you see who opened your file, when and why. If somebody speaks to you about things that only your file holds, tell us."
                ),
                _("You may complain to the data-protection authority at any time."),
            ),
        ),
        (_("Whom to ask"), (settings.PRACTICE_NAME, _contact())),
    ]


def _contact() -> str:
    phone = settings.PRACTICE_PHONE
    return (
        _("Data-protection officer, telephone %(phone)s") % {"phone": phone}
        if phone
        else _("Data-protection officer of the practice")
    )


def _by_several(breach: Breach) -> tuple[str, ...]:
    """Return that it was the act of several people, to whoever counts them: one breach, and one notice of it."""
    several = _(
        "%(number)s people who work here did this, each by themselves. It is one matter, and this notice is about all of it."
    )
    return (several % {"number": len(breach.persons)},) if len(breach.persons) > 1 else ()


def _to_you(breach: Breach) -> str:
    if len(breach.persons) < 2:  # noqa: PLR2004 (one person, or nobody known)
        return _("Somebody dealt with data of yours in a way that was not allowed.")
    if len(breach.patients) > 1:  # Not each of them need have dealt with the data of each patient.
        return _(
            "Several people who work here dealt with data of patients in a way that was not allowed. Data of yours were among them."
        )
    return _("%(number)s people who work here dealt with data of yours in a way that was not allowed.") % {
        "number": len(breach.persons)
    }


def _people(breach: Breach) -> str:
    if not breach.patients:
        return _("How many people it concerns is not known yet.")
    about = ngettext(
        "About %(number)s patient of the practice", "About %(number)s patients of the practice", len(breach.patients)
    )
    return about % {"number": len(breach.patients)}


def _times(breach: Breach) -> tuple[str, ...]:
    known = _("Became aware: %(at)s.") % {"at": _said(breach.became_aware_at)}
    told = breach.authority_told_at or clock.now()
    if breach.authority_told_at and Addressee.AUTHORITY in breach.to_tell:
        adds = _("This notice: %(at)s. It adds to the one of %(first)s what was found since (Art. 33(4)).")
        drawn = adds % {"at": _said(clock.now()), "first": _said(told)}
    else:
        drawn = _("This notice: %(at)s.") % {"at": _said(told)}
    is_late = told - breach.became_aware_at > NOTIFY_WITHIN
    return (
        (known, drawn, _("It comes after 72 hours because: [to be added, Art. 33(1)].")) if is_late else (known, drawn)
    )


def _said(at: object) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")  # type: ignore[arg-type]
