"""Whoever installs Paravent *cannot* serve it by mistake as a database role that passes row security: it does not start as a superuser, with BYPASSRLS, as the tables' owner, or as a role that may become one of them."""

import subprocess
from collections.abc import Iterator

import pytest

from paravent.web import cluster as embedded
from tests.journeys.practice import ROOT, free_port
from tests.threats.cast import Practice
from tests.threats.served import environment, serve_command

STRONG = {
    "forged_bypass": "BYPASSRLS",
    "forged_member": "IN ROLE paravent_owner",
    "forged_heir": "NOINHERIT IN ROLE postgres",
}


@pytest.fixture(scope="module")
def strong_roles(practice: Practice) -> Iterator[None]:
    with practice.as_superuser() as superuser:
        for name, how in STRONG.items():
            superuser.execute(f"CREATE ROLE {name} LOGIN {how} PASSWORD '{practice.cluster.password(name)}'")
        yield
        for name in STRONG:
            superuser.execute(f"DROP ROLE {name}")


@pytest.mark.parametrize("role", [embedded.SUPERUSER, embedded.OWNER, *STRONG])
@pytest.mark.usefixtures("strong_roles")
def test_it_does_not_start_and_says_why(practice: Practice, role: str) -> None:
    settings = {"DATABASE_URL": practice.cluster.url(role, practice.database)}

    done = subprocess.run(
        serve_command("--port", str(free_port())),
        check=False,
        capture_output=True,
        env=environment(**settings),
        cwd=ROOT,
        timeout=60,
    )

    assert done.returncode == 1
    assert "may pass row security" in done.stderr.decode()
