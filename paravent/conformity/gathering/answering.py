"""What is answered to browsers: at the configured address by TLS, and by the application to somebody without an account."""

import json
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from paravent.conformity.gathering.having import had
from paravent.conformity.rulebook.installation import Handshake, Module, Page, Served

ASKED = ("/account/login/", "/join/", "/ledger/", "/ledger/verify/")
"""What anybody may open: the door of the staff, that of patients, and the pages about the log."""
PATIENCE_SECONDS = 5
HTTPS = 443


def served() -> Served:
    """Return what is answered now."""
    address = urlsplit(settings.BASE_URL)
    return Served(
        handshake=had(lambda: _knocked(address)),
        pages=had(lambda: _pages(address)),
        modules=had(lambda: _modules(settings.STATIC_ROOT)),
    )


def _knocked(address: SplitResult) -> Handshake | None:
    return knock(address.hostname or "", address.port or HTTPS) if address.scheme == "https" else None


def _pages(address: SplitResult) -> tuple[Page, ...]:
    # In a thread of its own, with its own connection: an answered request gives its connection back, and here that would be ours.
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(_all_pages, address).result()


def _all_pages(address: SplitResult) -> tuple[Page, ...]:
    application = WSGIHandler()
    return tuple(_page(application, path, address) for path in ASKED)


def knock(host: str, port: int) -> Handshake:
    """Shake hands by TLS, as a browser does: a certificate that it would refuse is trouble."""
    try:
        with (
            socket.create_connection((host, port), timeout=PATIENCE_SECONDS) as raw,
            ssl.create_default_context().wrap_socket(raw, server_hostname=host) as spoken,
        ):
            ends = ssl.cert_time_to_seconds(str((spoken.getpeercert() or {})["notAfter"]))
            left = datetime.fromtimestamp(ends, UTC) - datetime.now(UTC)
            return Handshake(spoken.version() or "", left.days)
    except ssl.SSLCertVerificationError as wrong:
        return Handshake(trouble=wrong.verify_message)
    except OSError as wrong:
        return Handshake(trouble=type(wrong).__name__)


def _page(application: WSGIHandler, path: str, address: SplitResult) -> Page:
    """Ask our own application for a page, as a browser without cookies would."""
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _trouble: Any = None, /) -> Callable[[bytes], object]:
        told.append((status, headers))
        return lambda _: None

    answer = application(_environment(path, address), start)
    body = b"".join(answer)
    answer.close()
    status, headers = told[0]
    cookies = SimpleCookie()
    for name, value in headers:
        if name.lower() == "set-cookie":
            cookies.load(value)
    named = {name: frozenset(key for key, value in one.items() if value) for name, one in cookies.items()}
    return Page(path, int(status.split()[0]), dict(headers), named, body.decode("utf-8", "replace"))


def _environment(path: str, address: SplitResult) -> dict[str, Any]:
    is_secure = address.scheme == "https"
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": address.hostname or "localhost",
        "SERVER_PORT": str(address.port or (HTTPS if is_secure else 80)),
        "HTTP_HOST": address.netloc,
        "HTTP_X_FORWARDED_PROTO": address.scheme,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
    }


def _modules(root: Path) -> tuple[Module, ...]:
    """Return the scripts and style sheets that were collected, by the names under which browsers ask for them."""
    manifest = root / "staticfiles.json"
    if not manifest.exists():
        return ()
    hashed = sorted(set(json.loads(manifest.read_text())["paths"].values()))
    wanted = [name for name in hashed if name.endswith((".js", ".css"))]
    return tuple(
        Module(name, (root / name).read_text("utf-8", "surrogateescape")) for name in wanted if (root / name).exists()
    )
