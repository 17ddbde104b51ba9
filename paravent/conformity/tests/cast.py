"""An installation with which everything is right, and what is wrong with others: made up, for probes that only think."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any

from paravent.conformity.rulebook.installation import (
    AtWork,
    Configured,
    Done,
    Handshake,
    InDatabase,
    Installation,
    Kept,
    KeyFile,
    Log,
    Module,
    OnDisk,
    Package,
    Page,
    Served,
)

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
LONG_AGO = NOW - timedelta(days=400)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
COOKIES = {"__Host-csrftoken": frozenset({"secure", "samesite", "httponly"})}
BODY = '<html lang="de"><head><title>Praxis Dr. Bea</title></head><a href="/join/">x</a></html>'


def a_page(path: str = "/join/", **more: Any) -> Page:
    """Return a page as ours are."""
    return replace(Page(path, 200, HEADERS, COOKIES, BODY), **more)


def a_module(text: str, name: str = "calls/call") -> Module:
    """Return a script under the name that its content gives it."""
    return Module(f"{name}.{md5(text.encode(), usedforsecurity=False).hexdigest()[:12]}.js", text)


SOUND = Installation(
    now=NOW,
    configured=Configured(
        base_url="https://praxis.example",
        practice_name="Praxis Dr. Bea",
        practice_phone="030 1234567",
        is_demo=False,
        debug=False,
        hosts=("praxis.example",),
        idle_minutes=30,
        session_hours=12,
        mail_host="mail.example",
        mail_by_tls=True,
        ice_policy="all",
        relays=("turn:praxis.example",),
        has_relay_secret=True,
        log_years=10,
    ),
    served=Served(
        Handshake("TLSv1.3", 60),
        (a_page(),),
        (
            a_module("export const one = 1;"),
            a_module("export class LiveText {}", "calls/live-text"),
            a_module("export const sampled = 1;", "calls/quality"),
            a_module("export const attempt = 1;", "calls/devices"),
            a_module("export const FEWEST_PICTURES = 20;", "calls/motion"),
        ),
    ),
    disk=OnDisk((KeyFile("practice.key", 0o600),), 0o700, (Package("django", "5.2.1", "5.2.1"),)),
    database=InDatabase(
        role_is_strong=False,
        guarded=23,
        bare=(),
        leaking=(),
        rights_on_log=frozenset({"INSERT"}),
        rights_on_versions=frozenset(),
        is_near=True,
        is_encrypted=False,
        migrations_waiting=0,
    ),
    log=Log(
        entries=9,
        is_signed=True,
        root_fits=True,
        goes_on=True,
        waiting_since=None,
        oldest_at=LONG_AGO,
        details_lost=0,
        verified_at=YESTERDAY,
        latest_at=None,
        ran_back_at=None,
        unconfirmed=(),
        witnesses=1,
        seen_at=NOW,
    ),
    kept=Kept(NOW - timedelta(days=89), NOW - timedelta(days=89), None, {"drills": NOW, "bills": None}),
    staff=AtWork(
        accounts=10,
        without_second_factor=0,
        shared_mailboxes=0,
        officers=1,
        administrators=1,
        both=0,
        practised=8,
    ),
    done=Done(
        overdue_reviews=0,
        late_clocks=0,
        judged_at=YESTERDAY,
        backed_up_at=YESTERDAY,
        tried_at=YESTERDAY,
        seats_without_consent=0,
        seats_not_let_in=0,
        seats_of_others=0,
        patients_seen=7,
        patients_not_known=0,
        versions_lacking=0,
        links_too_long=0,
        programs=0,
        keys_missing=0,
        keys_left_over=0,
        wordings=frozenset({"de", "en"}),
        papers=frozenset({"record-of-processing", "measures", "impact-assessment"}),
        late_requests=0,
        bills=12,
        bills_unfounded=0,
        bills_elsewhere=0,
        shown={},
    ),
)


def but(part: str, **changed: Any) -> Installation:
    """Return the sound installation with one part that is otherwise."""
    return replace(SOUND, **{part: replace(getattr(SOUND, part), **changed)})


def serving(*pages: Page, modules: tuple[Module, ...] = SOUND.served.modules) -> Installation:
    """Return one that serves other pages, or other modules."""
    return but("served", pages=pages, modules=modules)
