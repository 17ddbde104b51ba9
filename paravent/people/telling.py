"""What somebody is told by e-mail about their own account: that it changed, never how (OWASP ASVS 2.2.3 and 2.5.5), or that a code came again (2.8.5)."""

import logging
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

log = logging.getLogger("paravent.people")


def tell_of_change(address: str) -> None:
    """Tell somebody that how they sign in was changed. The change stands already: what cannot be sent takes nothing back."""
    _tell(address, _changed)


def tell_of_used_code(address: str) -> None:
    """Tell somebody that a code of theirs came a second time, and was refused."""
    _tell(address, _came_again)


def _tell(address: str, words: Callable[[], tuple[str, str]]) -> None:
    if not settings.EMAIL_HOST:
        return
    subjects, texts = zip(*[_in(language, words) for language, _name in settings.LANGUAGES], strict=True)
    try:
        # In every language: whoever changed something in another's name does not choose what they can read.
        send_mail(" / ".join(dict.fromkeys(subjects)), "\n".join(dict.fromkeys(texts)), None, [address])
    except (OSError, SMTPException):
        log.warning("Nobody could be told what happened to their sign-in", exc_info=True)


def _in(language: str, words: Callable[[], tuple[str, str]]) -> tuple[str, str]:
    with translation.override(language):
        subject, text = words()
        return subject, text % {"url": f"{settings.BASE_URL}{reverse('people:sign_ins')}"}


def _changed() -> tuple[str, str]:
    return _("Your sign-in was changed"), _(
        "Something about how you sign in was changed. If it was you, there is nothing to do.\n\n"
        "If this was not you: tell the data-protection officer or an administrator where you work, today, in person or "
        "by telephone. When you signed in, and which of your sessions are open, you see here:\n%(url)s\n"
    )


def _came_again() -> tuple[str, str]:
    return _("A code of yours was used twice"), _(
        "A code for signing in as you had been used already, came again, and was refused. If you typed it twice, there is nothing to do.\n\n"
        "If this was not you: somebody knows your password and saw your code. Tell the data-protection officer or an administrator "
        "where you work, today, in person or by telephone. When you signed in, and which of your sessions are open, you see here:\n%(url)s\n"
    )
