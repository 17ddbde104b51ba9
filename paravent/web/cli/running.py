"""demo, serve, migrate: the commands that run Paravent."""

import os
from pathlib import Path

import click

from paravent.web.cli.complaints import PlainToOthers
from paravent.web.cli.listening import (
    LOCAL,
    Certificate,
    listen,
    own_address,
    own_certificate,
    refuse_taken,
    refuse_unusable,
)
from paravent.web.cli.preparing import begun, bring_up_to_date, collect_static_files, index_anew, open_django, serving

HOME = click.option(
    "--data",
    "--home",
    "home",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(os.environ.get("PARAVENT_HOME", "paravent-data")),
    show_default=True,
    help="Where keys and the embedded database are kept.",
)


@click.command(short_help="Start a sample practice, with a sign-in link for everybody.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="The port to serve on.")
@HOME
@click.option("--lan", is_flag=True, help="Serve the Wi-Fi too, by HTTPS, so that a phone can be the patient.")
def demo(port: int, home: Path, lan: bool) -> None:  # noqa: FBT001 (click's flag)
    """Start a sample practice on this machine, with a sign-in link for everybody in it."""
    host = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 (asked for, and by HTTPS only)
    refuse_taken(host, port)
    home = home.resolve()
    address = own_address() if lan else "localhost"
    base_url = f"{'https' if lan else 'http'}://{address}:{port}"
    os.environ |= {"PARAVENT_DEMO": "1", "PARAVENT_BASE_URL": base_url}
    os.environ.setdefault("PARAVENT_HOSTS", f"localhost,127.0.0.1,[::1],{address}")
    with serving(home), begun(home):
        bring_up_to_date(home)
        collect_static_files(home)
        open_django()
        index_anew(home)
        from paravent.web.demo_practice import welcome

        welcome(home, base_url)
        listen(host=host, port=port, certificate=own_certificate(home / "tls", address) if lan else None)


@click.command(short_help="Serve a practice: by TLS, or behind a reverse proxy.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="The port to serve on.")
@HOME
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Certificate (PEM).")
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its key (PEM).")
@click.option("--trusted-proxy", "proxies", multiple=True, help="Address of a reverse proxy whose headers count.")
def serve(
    host: str, port: int, home: Path, tls_cert: Path | None, tls_key: Path | None, proxies: tuple[str, ...]
) -> None:
    """Serve a practice: by TLS, or behind a reverse proxy on this machine."""
    if (tls_cert is None) != (tls_key is None):
        raise click.UsageError("--tls-cert and --tls-key belong together.")
    if host not in LOCAL and tls_cert is None:
        raise PlainToOthers
    refuse_taken(host, port)
    certificate = Certificate(tls_cert, tls_key) if tls_cert and tls_key else None
    if certificate:
        refuse_unusable(certificate)
    scheme = "https" if certificate or proxies else "http"
    os.environ.setdefault("PARAVENT_BASE_URL", f"{scheme}://{'localhost' if host == '127.0.0.1' else host}:{port}")
    if proxies:
        os.environ["PARAVENT_BEHIND_PROXY"] = "1"
    with serving(home.resolve()), begun(home.resolve()) as server:
        if server is not None:
            bring_up_to_date(home.resolve())
            collect_static_files(home.resolve())
        open_django()
        index_anew(home.resolve())
        click.echo(f"Paravent serves {os.environ['PARAVENT_BASE_URL']}")
        listen(host=host, port=port, certificate=certificate, trusted_proxies=proxies)


@click.command()
@HOME
def migrate(home: Path) -> None:
    """Bring database, words and static files up to date."""
    with begun(home.resolve()):
        bring_up_to_date(home.resolve())
        collect_static_files(home.resolve())
        open_django()
        index_anew(home.resolve())
        click.echo("The database is up to date.")
