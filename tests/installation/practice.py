"""A practice on a disk, with one patient, worked on by commands alone."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paravent.web import cluster
from tests import real_database

ROOT = Path(__file__).parents[2]
ALI = {"resourceType": "Patient", "id": "ali", "name": [{"family": "Demirzebra", "given": ["Ali"]}]}
FINDING = {
    "resourceType": "Condition",
    "id": "finding",
    "subject": {"reference": "Patient/ali"},
    "code": {"text": "Migraine, quokka kind"},
}


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Installation:
    """A data directory."""

    home: Path

    def run(self, *words: str, answer: str = "", settings: dict[str, str] | None = None) -> Said:
        return self.run_alone(*words, "--data", str(self.home), answer=answer, settings=settings)

    def run_alone(self, *words: str, answer: str = "", settings: dict[str, str] | None = None) -> Said:
        """Run a command that is not told where the data directory is."""
        kept = {key: value for key, value in os.environ.items() if "DATABASE_URL" not in key and "PARAVENT" not in key}
        command = [sys.executable, "-W", "ignore", "-m", "paravent.web.cli", *words]
        environment = kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | (settings or {})
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, env=environment, cwd=ROOT, input=answer
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def do(self, *words: str, answer: str = "") -> str:
        said = self.run(*words, answer=answer)
        assert said.code == 0, said.err
        return said.out

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    def moved_to(self, home: Path) -> "Installation":
        """Return an empty installation to which the keys were brought."""
        (home / "keys").mkdir(parents=True)
        for path in self.keys.iterdir():
            if path.name not in {"cluster.key", "web.key"}:
                copy = shutil.copytree if path.is_dir() else shutil.copy2
                copy(path, home / "keys" / path.name)
        return Installation(home)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database as its superuser."""
        import psycopg

        server = cluster.start(self.home)
        try:
            with psycopg.connect(server.url(cluster.SUPERUSER)) as connection:
                return connection.execute(query).fetchall()  # type: ignore[arg-type]
        finally:
            server.stop()


def hurry(home: Path) -> None:
    """Let the server of a test not wait for the disk; its copies do not either."""
    server = cluster.start(home)
    try:
        real_database.hurry(server)
    finally:
        server.stop()


def imported(home: Path, folder: Path) -> Installation:
    """Return a practice with Ali and his finding in it."""
    (folder / "ali.ndjson").write_text("\n".join(json.dumps(resource) for resource in (ALI, FINDING)))
    practice = Installation(home)
    practice.do("migrate")
    hurry(home)
    practice.do("import", str(folder / "ali.ndjson"))
    return practice
