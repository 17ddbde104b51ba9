"""Saying what went wrong: OperationOutcomes that name the element and never quote what stood there."""

from collections.abc import Iterable

from paravent.fhir.terms import Complaint, Resource


def outcome(complaints: Iterable[Complaint], severity: str = "error") -> Resource:
    """Return an OperationOutcome with one issue for each complaint."""
    return {"resourceType": "OperationOutcome", "issue": [_issue(one, severity) for one in complaints]}


def _issue(one: Complaint, severity: str) -> Resource:
    issue: Resource = {"severity": severity, "code": one.code, "diagnostics": one.words}
    return issue | {"expression": [one.where]} if one.where else issue


def complaints_of(problems: Iterable[tuple[str, str]]) -> list[Complaint]:
    """Return what validation found as complaints: the element's path and what is wrong with it."""
    return [Complaint(_code(words), f"{path} {words}", path) for path, words in problems]


def _code(words: str) -> str:
    return "required" if words.startswith("is required") else "structure"
