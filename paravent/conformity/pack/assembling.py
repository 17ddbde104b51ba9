"""What goes into an evidence pack: each rule with its tests and what was found, versions, bill of materials, lock, papers."""

import csv
import io
import json
import platform
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from paravent import VERSION
from paravent.conformity import paper
from paravent.conformity.pack.proving import MANIFEST, PROOF, manifest_of
from paravent.conformity.pack.sbom import bill_of_materials
from paravent.conformity.pack.tried import Came, in_short, results
from paravent.conformity.rulebook.asvs import requirements, totals
from paravent.conformity.rulebook.locked import LOCK, packages
from paravent.conformity.rulebook.owasp import items
from paravent.conformity.rulebook.reading import in_words, rules
from paravent.conformity.terms import Report, Standing

LANGUAGES = ("en", "de")
RESULTS = "tests.junit.xml"
ROOT = LOCK.parents[1]
ALSO = (
    "THREAT_MODEL.md",
    "ARCHITECTURE.md",
    "docs/spec/conformity.md",
    "docs/spec/call-encryption.md",
    "docs/spec/ledger.md",
)
"""Documents that a reader of the pack will ask for; they lie beside the program where it was installed from its source."""
README = """Evidence for conformity, made by Paravent {version} for {practice}, as of {at}.
Nachweis der Konformit\u00e4t, erstellt von Paravent {version} f\u00fcr {practice}, Stand {at}.

Paravent is not certified. This is what a certifier begins with, not a certificate.
Paravent ist nicht zertifiziert. Hiermit beginnt eine Zertifizierung; ein Zertifikat ist es nicht.

requirements.csv, .json   rule, tests that try it and what they came to, what was found here, since when, what a person has to show
owasp.json                OWASP Top 10 and API Top 10: what meets each line, tests and probes that try it
asvs.json                 OWASP ASVS 4.0.3, levels 1 and 2, requirement by requirement: totals, what is met, what is not, what shows it
report-*.pdf              the same to be read
papers/                   the documents that the law asks for, drafts to be completed and signed
sbom.cdx.json             bill of materials, CycloneDX 1.6
runtime.txt               the packages as they are locked, with their hashes
versions.json             program, Python, database, system
documents/                threat model and specifications

The tests named in requirements.* are those of the release ({version}); they are run by `make test`, not by the installation. What they
came to stands beside them, and whole in tests.junit.xml, where whoever packed gave it; else it says "not given".
Check this file anywhere, without the server:  paravent conformity --verify FILE --key KEY
MANIFEST.sha256 lists the hash of each file; MANIFEST.receipt proves that the log of the practice holds the manifest's hash.
"""


def contents(
    report: Report, papers: Iterable[tuple[str, bytes]], practice: str, database: str, tests: bytes = b""
) -> dict[str, bytes]:
    """Return the files of a pack, by name, without the manifest; `tests` is what the release's tests came to, where that is given. Raises NotResults."""
    came = results(tests) if tests else {}
    rows = [_told(one, came) for one in report.standings]
    lock = LOCK.read_bytes() if LOCK.exists() else b""
    at = f"{report.at:%Y-%m-%d %H:%M} UTC" if report.at else "-"
    return {
        "README.txt": README.format(version=VERSION, practice=practice, at=at).encode(),
        "requirements.json": _json(rows),
        "requirements.csv": _csv(rows),
        **({RESULTS: tests} if tests else {}),
        "asvs.json": _json(_asvs()),
        "owasp.json": _json([one.model_dump(mode="json") for one in items()]),
        **{f"report-{language}.pdf": paper.pdf(report, language) for language in LANGUAGES},
        **{f"papers/{name}": content for name, content in papers},
        "sbom.cdx.json": bill_of_materials(one.name for one in packages()),
        "runtime.txt": lock,
        "versions.json": _json(_versions(database)),
        **{f"documents/{Path(name).name}": (ROOT / name).read_bytes() for name in ALSO if (ROOT / name).exists()},
    }


def zipped(files: Mapping[str, bytes], proof: str) -> bytes:
    """Return a pack: the files, their manifest, and the receipt that vouches for it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, MANIFEST: manifest_of(files), PROOF: proof.encode()}.items():
            archive.writestr(name, content)
    return out.getvalue()


def _told(standing: Standing, came: Mapping[str, Counter[Came]]) -> dict[str, Any]:
    """Return one rule as the pack tells of it: rule, tests and what they came to, result."""
    checked, rule = standing.checked, rules()[standing.checked.rule]
    paths = [_path(name) for name in rule.tests]
    return {
        "rule": rule.id,
        "asks": rule.asks.en,
        "asks_de": rule.asks.de,
        "met_by": rule.met.en,
        "tests": paths,
        "tests_came_to": [in_short(came.get(path, Counter())) or "not given" for path in paths],
        "probes": list(rule.probes),
        "result": checked.result.value,
        "since": standing.since.isoformat(),
        "seen_at": standing.seen_at.isoformat(),
        "evidence": [in_words(finding, "en") for finding in checked.findings],
        "person": rule.person.en if rule.person else "",
        "source": rule.cited("en"),
        "known": rule.mark.value,
    }


def _asvs() -> dict[str, Any]:
    """Return ASVS with its totals first."""
    return {
        "totals": [{"up_to_level": one.level, "all": one.all, **one.by} for one in totals()],
        "requirements": [one.model_dump(mode="json") for one in requirements()],
    }


def _path(test: str) -> str:
    """Return where a test lies, where the source is there; its name else."""
    folders = (ROOT / "tests" / "threats", ROOT / "tests" / "journeys", *(ROOT / "paravent").glob("*/tests"))
    pattern = f"{test}.py" if test.startswith("test_") else f"{test}_*.py"
    found = [path for folder in folders for path in folder.glob(pattern)]
    return found[0].relative_to(ROOT).as_posix() if found else test


def _versions(database: str) -> dict[str, str]:
    return {
        "paravent": VERSION,
        "python": platform.python_version(),
        "postgresql": database,
        "system": platform.platform(terse=True),
    }


def _json(content: Any) -> bytes:
    return json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n"


def _csv(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]) if rows else ["rule"])
    table.writeheader()
    for row in rows:
        table.writerow({name: "; ".join(cell) if isinstance(cell, list) else cell for name, cell in row.items()})
    # With a mark at its beginning, so that a spreadsheet reads the umlauts.
    return out.getvalue().encode("utf-8-sig")
