"""Listening on a port: free or not, plain or not, on this machine or in the Wi-Fi."""

import errno
import ipaddress
import signal
import socket
import ssl
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from paravent.kernel import clock
from paravent.web.cli.complaints import AddressNotHere, CertificateUnusable, PortKept, PortTaken

VALID_FOR = timedelta(days=365)
LOCAL = {"localhost", "127.0.0.1", "::1"}
IDLE_SECONDS = 130
"""For how long a connection stays open with nothing asked on it: longer than reverse proxies keep one that they may use again.

Who closes first loses what the other side sends just then, and a proxy sends no form twice: the clinician would read "502". nginx keeps a connection for
60 seconds and Caddy for 120 (their documentation); uvicorn's own 5 are meant for browsers alone.
"""
# A documentation address (RFC 5737): nothing is sent, the kernel only says by which address it would go.
ANYWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files of a TLS certificate."""

    cert: Path
    key: Path


def refuse_taken(host: str, port: int) -> None:
    """Raise PortTaken while another program listens there, AddressNotHere where this machine does not have the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise PortKept(port) from None
        except OSError as error:
            raise PortTaken(port) if error.errno == errno.EADDRINUSE else AddressNotHere(host) from None


def refuse_unusable(certificate: Certificate) -> None:
    """Raise CertificateUnusable before anything is started for nothing."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            certificate.cert, certificate.key, password=_nobody_asked
        )
    except (OSError, ValueError):
        raise CertificateUnusable(f"{certificate.cert}, {certificate.key}") from None


def _nobody_asked() -> str:
    """Answer in place of a person: a service has nobody who types a passphrase."""
    return ""


def listen(
    *, host: str, port: int, certificate: Certificate | None = None, trusted_proxies: tuple[str, ...] = ()
) -> None:
    """Serve until told to stop."""
    # uvicorn ends by the signal that it was sent; as an exception it lets the embedded PostgreSQL be stopped as well.
    signal.signal(signal.SIGTERM, _leave)
    uvicorn.run(
        "paravent.web.asgi:application",
        host=host,
        port=port,
        lifespan="on",
        ws="websockets-sansio",
        # Django's configuration stands: with uvicorn's own, its tracebacks would pass our filter by and quote data.
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        ssl_certfile=str(certificate.cert) if certificate else None,
        ssl_keyfile=str(certificate.key) if certificate else None,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=3,
    )


def _leave(number: int, frame: object) -> None:
    """Leave in good order."""
    del number, frame
    raise SystemExit(0)


def own_address() -> str:
    """Return this machine's address in its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(ANYWHERE)
        return str(probe.getsockname()[0])


def own_certificate(folder: Path, address: str) -> Certificate:
    """Return a certificate for this machine that it signed itself; browsers ask once whether to go on."""
    found = Certificate(folder / f"{address}.crt", folder / f"{address}.key")
    if not found.cert.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(found, address)
    return found


def _make(files: Certificate, address: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Paravent demonstration")])
    now = clock.now()
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address(address))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoded = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files.key.touch(mode=0o600)
    files.key.write_bytes(encoded)
    files.cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
