"""A listener in the network *cannot* read what is served: Paravent serves plain HTTP to its own machine alone and refuses any other address without a certificate; over TLS its cookies are for TLS only."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from paravent.web.cli import main
from tests.journeys.practice import ROOT
from tests.threats.served import environment

ASKS = "from paravent.web import settings as s; import json; print(json.dumps({n: getattr(s, n) for n in dir(s) if 'SECURE' in n}))"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "practice.example", "127.0.0.1.example", ""])
@pytest.mark.parametrize("more", [[], ["--trusted-proxy", "10.0.0.1"]], ids=["alone", "behind a proxy"])
def test_another_address_is_refused_without_a_certificate(host: str, more: list[str]) -> None:
    done = CliRunner().invoke(main, ["serve", "--host", host, *more])

    assert done.exit_code == 1
    assert "serves plain HTTP to this machine alone" in done.output


def test_a_certificate_without_its_key_is_refused() -> None:
    done = CliRunner().invoke(main, ["serve", "--tls-cert", str(ROOT / "Makefile")])

    assert done.exit_code == 2
    assert "belong together" in done.output


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_over_tls_cookies_stay_on_tls(scheme: str) -> None:
    settings = environment(PARAVENT_BASE_URL=f"{scheme}://practice.example")

    said = subprocess.run([sys.executable, "-c", ASKS], check=True, capture_output=True, cwd=ROOT, env=settings)
    found = json.loads(said.stdout)

    secure = scheme == "https"
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is secure
    assert bool(found["SECURE_HSTS_SECONDS"]) is secure
