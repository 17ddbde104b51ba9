"""What browsers get: transport, headers, other hosts, cookies, pages that open without an account."""

import hashlib
import re
from urllib.parse import urlsplit

from paravent.conformity.rulebook.findings import asks, failed, met, none_of, not_applicable
from paravent.conformity.rulebook.installation import Installation, Module, Page
from paravent.conformity.terms import Finding

LOCAL = {"localhost", "127.0.0.1", "::1"}
SOUND = {"TLSv1.2", "TLSv1.3"}
DAYS_LEFT = 14
"""A certificate that ends sooner than this was not renewed in time."""

ASKED_BY_BROWSER = re.compile(
    r"""(?:src|href|action|srcset|poster|formaction)\s*=\s*["']?\s*(?:https?:|wss?:)?//([\w.-]+)"""
    r"""|url\(\s*["']?(?:https?:)?//([\w.-]+)"""
    r"""|(?:import\s*\(?|from|fetch\(|new\s+(?:WebSocket|Worker|EventSource)\()\s*["'`](?:https?:|wss?:)?//([\w.-]+)""",
    re.IGNORECASE,
)
"""Where a page, a style sheet or a module has a browser ask another host."""

RECORDS = re.compile(r"\bMediaRecorder\b")
RINGS = re.compile(
    r"new\s+(?:Audio|Notification)\b|showNotification|navigator\.vibrate|createOscillator|speechSynthesis"
)
NARROWS = re.compile(r"maxplaybackrate|maxaveragebitrate|\bPCM[UA]\b|\bsampleRate\s*:")
HOST_ALONE = {"csrftoken", "paravent-session"}
"""Cookies that by HTTPS no neighbour under the same domain may set."""
OUR_COOKIES = {"django_language"}
NEEDED = {
    "content-security-policy": re.compile(r"default-src '(?:none|self)'.*frame-ancestors 'none'"),
    "x-content-type-options": re.compile(r"^nosniff$"),
    "referrer-policy": re.compile(r"^(?:same-origin|no-referrer)$"),
    "cache-control": re.compile(r"no-store"),
}
"""What each page must say in its headers."""
OPEN_TO_OTHERS = re.compile(r"unsafe-(?:inline|eval)|https?:|\*")


def _host(it: Installation) -> str:
    return urlsplit(it.configured.base_url).hostname or ""


def served_by_tls(it: Installation) -> Finding:
    """Knock at the configured address: TLS 1.2 or newer, with a certificate that goes on for two weeks."""
    if not it.configured.base_url.startswith("https://"):
        local = _host(it) in LOCAL
        return not_applicable("plain-to-itself") if local else failed("plain-to-others", host=_host(it))
    knocked = it.served.handshake
    if knocked is None or knocked.trouble:
        return failed("no-handshake", host=_host(it), trouble=knocked.trouble if knocked else "-")
    if knocked.version not in SOUND:
        return failed("old-tls", version=knocked.version)
    if knocked.days_left < DAYS_LEFT:
        return failed("certificate-ends", days=knocked.days_left)
    return met("tls-sound", host=_host(it), version=knocked.version, days=knocked.days_left)


def _lacks(page: Page) -> list[str]:
    headers = {name.lower(): value for name, value in page.headers.items()}
    lacking = [name for name, form in NEEDED.items() if not form.search(headers.get(name, ""))]
    policy = headers.get("content-security-policy", "")
    return lacking + (["content-security-policy"] if OPEN_TO_OTHERS.search(policy) else [])


def strict_headers(it: Installation) -> Finding:
    """Each page forbids inline code, foreign hosts, frames, guessing of types and keeping."""
    lacking = {f"{page.path}: {name}" for page in it.served.pages for name in _lacks(page)}
    if not it.served.pages:
        return failed("no-pages")
    if lacking:
        return failed("headers-lack", what=", ".join(sorted(lacking)))
    return met("headers-strict", pages=len(it.served.pages))


def no_third_party(it: Installation) -> Finding:
    """Nothing that is served names a host that a browser would ask besides our own."""
    texts = [page.body for page in it.served.pages] + [module.text for module in it.served.modules]
    found = {host for text in texts for match in ASKED_BY_BROWSER.findall(text) for host in match if host}
    others = sorted(found - {_host(it)})
    if not it.served.modules:
        return failed("no-modules")
    return failed("other-hosts", hosts=", ".join(others)) if others else met("own-host-alone", files=len(texts))


def nothing_records(it: Installation) -> Finding:
    """No module that browsers get knows how to record a call."""
    return _served_without(it, RECORDS, "records", "no-recorder")


def nothing_rings(it: Installation) -> Finding:
    """No module that browsers get makes a sound, a notice of the system or a movement of its own: nobody who waits is heard."""
    return _served_without(it, RINGS, "rings", "nothing-rings")


def sound_is_wide(it: Installation) -> Finding:
    """No module that browsers get narrows the sound that they agree on by themselves: Opus at 48 kHz (RFC 7874)."""
    return _served_without(it, NARROWS, "sound-narrowed", "sound-wide")


def _served_without(it: Installation, odd: re.Pattern[str], otherwise: str, sentence: str) -> Finding:
    found = sorted(module.name for module in it.served.modules if odd.search(module.text))
    if not it.served.modules:
        return failed("no-modules")
    return failed(otherwise, names=", ".join(found)) if found else met(sentence, files=len(it.served.modules))


def letters_are_shown(it: Installation) -> Finding:
    """What browsers get of the call sends text while it is typed, and shows it."""
    return _served_with(it, "calls/live-text.", "letters")


def motion_comes_first(it: Installation) -> Finding:
    """What browsers get of the call knows how to give up sharpness before motion, for sign language."""
    return _served_with(it, "calls/motion.", "motion")


def poor_line_is_told(it: Installation) -> Finding:
    """What browsers get of the call measures the line and says in words how good it is."""
    return _served_with(it, "calls/quality.", "quality")


def devices_are_tried(it: Installation) -> Finding:
    """What browsers get of the call tries camera and microphone before the start and names what is missing."""
    return _served_with(it, "calls/devices.", "devices")


def _served_with(it: Installation, module: str, names: str) -> Finding:
    is_there = any(one.name.startswith(module) for one in it.served.modules)
    return met(f"{names}-served") if is_there else failed(f"{names}-missing")


def scripts_untouched(it: Installation) -> Finding:
    """Each script and style sheet is still what it was when it was collected: its name bears the hash of its content."""
    changed = sorted(module.name for module in it.served.modules if not _is_named_by_content(module))
    if not it.served.modules:
        return failed("no-modules")
    if changed:
        return failed("scripts-changed", names=", ".join(changed))
    return met("scripts-as-collected", files=len(it.served.modules))


def _is_named_by_content(module: Module) -> bool:
    # How Django names static files; a collision that somebody made on purpose is not what this finds.
    content = hashlib.md5(module.text.encode("utf-8", "surrogateescape"), usedforsecurity=False)
    return f".{content.hexdigest()[:12]}." in module.name


def own_cookies(it: Installation) -> Finding:
    """A page sets our cookies alone, for this site alone; by HTTPS, for HTTPS and this host alone."""
    by_tls = it.configured.base_url.startswith("https://")
    secure = {"secure"} if by_tls else set()
    ours = OUR_COOKIES | {f"__Host-{name}" if by_tls else name for name in HOST_ALONE}
    odd = {
        name
        for page in it.served.pages
        for name, attributes in page.cookies.items()
        if name not in ours or not attributes >= {"samesite", *secure}
    }
    if not it.served.pages:
        return failed("no-pages")
    return failed("odd-cookies", names=", ".join(sorted(odd))) if odd else met("cookies-ours")


def joins_without_account(it: Installation) -> Finding:
    """The page behind an invitation opens for somebody who has no account and never had one."""
    page = next((page for page in it.served.pages if page.path == "/join/"), None)
    if page is None or page.status != 200:  # noqa: PLR2004 (HTTP: it is answered)
        return failed("join-closed", status=page.status if page else "-")
    return met("join-open")


def read_by_anybody(it: Installation) -> Finding:
    """Each page says its language, has a title, and may be enlarged."""
    odd = [page.path for page in it.served.pages if not _can_be_read(page)]
    if not it.served.pages:
        return failed("no-pages")
    return failed("pages-bare", pages=", ".join(odd)) if odd else met("pages-said", pages=len(it.served.pages))


def _can_be_read(page: Page) -> bool:
    says = re.search(r"<html[^>]*\blang=", page.body) and re.search(r"<title>\s*[^<\s]", page.body)
    return bool(says) and not re.search(r"user-scalable\s*=\s*no|maximum-scale", page.body)


def peers_first(it: Installation) -> Finding:
    """Picture and sound go from device to device; a relay of our own helps where that fails."""
    if it.configured.ice_policy != "all":
        return failed("relay-forced")
    if it.configured.relays and not it.configured.has_relay_secret:
        return failed("relay-without-secret")
    return met("peers-first", relays=len(it.configured.relays))


def mail_by_tls(it: Installation) -> Finding:
    """E-mail leaves by TLS, or not at all."""
    if not it.configured.mail_host:
        return not_applicable("no-mail")
    plain = not it.configured.mail_by_tls and it.configured.mail_host not in LOCAL
    return failed("mail-plain", host=it.configured.mail_host) if plain else met("mail-by-tls")


def closed_by_default(it: Installation) -> Finding:
    """No debugging pages, no host but those that are named, no sample practice."""
    if it.configured.is_demo:
        return failed("is-demo")
    if it.configured.debug or "*" in it.configured.hosts:
        return failed("open-settings")
    return met("closed-settings", hosts=", ".join(it.configured.hosts))


def ends_by_itself(it: Installation) -> Finding:
    """Whoever does nothing is signed out after half an hour, and everybody after twelve hours."""
    minutes, hours = it.configured.idle_minutes, it.configured.session_hours
    if not 0 < minutes <= 30 or hours > 12:  # noqa: PLR2004 (minutes and hours, as the sentence says)
        return failed("sessions-long", minutes=minutes, hours=f"{hours:g}")
    return met("sessions-end", minutes=minutes, hours=f"{hours:g}")


def practice_is_named(it: Installation) -> Finding:
    """Patients read whose practice it is, and where they reach it when the picture fails."""
    if it.configured.practice_name in {"", "Sample practice"}:
        return failed("practice-nameless")
    if not it.configured.practice_phone:
        return failed("practice-without-phone")
    return met("practice-named", name=it.configured.practice_name)


def where_it_stands(it: Installation) -> Finding:
    """The database stands on this machine, or is reached by TLS; where that machine stands, a person knows."""
    if it.database.is_near:
        return asks("database-near")
    return asks("database-by-tls") if it.database.is_encrypted else failed("database-plain")


def other_programs(it: Installation) -> Finding:
    """No other program takes part; where some do, somebody has to look at the contracts."""
    return asks("programs-take-part", number=it.done.programs) if it.done.programs else met("no-programs")


def told_in_words(it: Installation) -> Finding:
    """What a patient consents to is there in German and English."""
    lacking = sorted({"de", "en"} - it.done.wordings)
    return none_of(len(lacking), "wording-lacks", "wordings-there", languages=", ".join(lacking))
