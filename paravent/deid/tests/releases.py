"""What the tests of structured de-identification share: a release, a practice's closed days, files of people that never were."""

from datetime import date, timedelta
from typing import Any

from paravent.deid.structured import Release, counted, disguised
from paravent.deid.structured_dates import Opening
from paravent.deid.structured_rules import Resource

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
ICD = "http://hl7.org/fhir/sid/icd-10"
HOLIDAYS = {
    2019: "0101 0419 0422 0501 0530 0610 1003 1225 1226",
    2020: "0101 0410 0413 0501 0521 0601 1003 1225 1226",
    2021: "0101 0402 0405 0501 0513 0524 1003 1225 1226",
    2022: "0101 0415 0418 0501 0526 0606 1003 1225 1226",
    2023: "0101 0407 0410 0501 0518 0529 1003 1225 1226",
    2024: "0101 0329 0401 0501 0509 0520 1003 1225 1226",
    2025: "0101 0418 0421 0501 0529 0609 1003 1225 1226",
}
"""The holidays of all of Germany."""
CLOSED = frozenset(date(year, int(day[:2]), int(day[2:])) for year, days in HOLIDAYS.items() for day in days.split())
OPENING = Opening(date(2019, 1, 1), date(2025, 11, 28), CLOSED)
EVERY_DAY = [OPENING.since + timedelta(days=one) for one in range((OPENING.until - OPENING.since).days + 1)]
WORKING = [day for day in EVERY_DAY if day.weekday() < 5 and day not in CLOSED]


def release(**others: Any) -> Release:
    """Return a release in which two patients are enough to show a code, where the test says nothing else."""
    return Release(**{"key": KEY, "opening": OPENING, "fewest": 2, **others})


def patient(name: str, **elements: Any) -> Resource:
    """Return a Patient."""
    return {"resourceType": "Patient", "id": name, **elements}


def condition(name: str, code: str, **elements: Any) -> Resource:
    """Return a Condition with an ICD-10 code."""
    coded = {"coding": [{"system": ICD, "code": code}]}
    about = {"reference": f"Patient/{name}"}
    return {"resourceType": "Condition", "id": f"{name}-{code}", "code": coded, "subject": about, **elements}


def leaving(files: dict[str, list[Resource]], one: Release | None = None, **others: Any) -> dict[str, list[Resource]]:
    """Return what leaves of the files, by patient."""
    chosen = one or release()
    pool = counted(files.values(), chosen)
    return {name: list(disguised(file, name, chosen, pool, **others)) for name, file in files.items()}
