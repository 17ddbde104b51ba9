"""What may be asked about a cohort, how the answer is rounded, and which questions lie so close that they single somebody out. Pure."""

import hashlib
import hmac
import re
from collections.abc import Iterable

from paravent.research.terms import FEWEST, MOST_CRITERIA, ROUNDED_TO, CriteriaUnreadable, Criterion, Flaw

CODES = re.compile(r"[A-Za-z0-9:/.\-|,_]{1,400}")
YEAR = re.compile(r"(?:ge|le|gt|lt|eq)?\d{4}")
NUMBER = re.compile(r"(?:ge|le|gt|lt)?\d{1,6}(?:\.\d{1,3})?(?:\|[A-Za-z0-9:/.\-\[\]%|]{0,80})?")
ALLOWED: dict[str, dict[str, re.Pattern[str]]] = {
    "Patient": {"birthdate": YEAR, "gender": re.compile(r"male|female|other|unknown")},
    "Condition": {"code": CODES, "clinical-status": CODES, "category": CODES},
    "Observation": {"code": CODES, "value-quantity": NUMBER},
    "MedicationRequest": {"code": CODES, "status": CODES},
    "Procedure": {"code": CODES, "status": CODES},
    "Immunization": {"vaccine-code": CODES},
    "AllergyIntolerance": {"code": CODES, "clinical-status": CODES},
}
"""Parameters by which nobody is looked for: no name, no number, no address, no day, and no text."""
EXAMPLE = (
    "Patient?birthdate=ge1960&birthdate=lt1970\nCondition?code=http://hl7.org/fhir/sid/icd-10|E11"
    "\nObservation?code=4548-4&value-quantity=gt7"
)


def read(text: str) -> tuple[tuple[Criterion, ...], ...]:
    """Return the searches of a text, one a line, each as its criteria; a patient has to be found by each of them. Raises CriteriaUnreadable."""
    searches = [_line(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not searches:
        raise CriteriaUnreadable(Flaw.NOTHING)
    if sum(map(len, searches)) > MOST_CRITERIA:
        raise CriteriaUnreadable(Flaw.TOO_MANY, offered=str(MOST_CRITERIA))
    return tuple(sorted({*searches}))


def _line(number: int, line: str) -> tuple[Criterion, ...]:
    kind, _, rest = line.strip().partition("?")
    if kind not in ALLOWED:
        raise CriteriaUnreadable(Flaw.TYPE, number, ", ".join(ALLOWED))
    found = {_criterion(number, kind, pair) for pair in rest.split("&")}
    return tuple(sorted(found))


def _criterion(number: int, kind: str, pair: str) -> Criterion:
    name, _, value = pair.strip().partition("=")
    form = ALLOWED[kind].get(name)
    if form is None:
        raise CriteriaUnreadable(Flaw.PARAMETER, number, ", ".join(ALLOWED[kind]))
    if not form.fullmatch(value):
        raise CriteriaUnreadable(Flaw.NO_YEAR if form is YEAR else Flaw.FORM, number, name)
    return Criterion(kind, name, _in_one_form(form, value))


def _in_one_form(form: re.Pattern[str], value: str) -> str:
    """Return a value as it is always written: codes that are asked for with *or* in their order and each once, a year that is meant without *eq*."""
    if form is CODES:
        return ",".join(sorted({*value.split(",")}))
    return value.removeprefix("eq") if form is YEAR else value


def kinds_in(texts: Iterable[str]) -> set[str]:
    """Return which types of resources some criteria look at, apart from who somebody is. Raises CriteriaUnreadable."""
    return {search[0].kind for text in texts if text for search in read(text)} - {"Patient"}


def written(searches: Iterable[tuple[Criterion, ...]]) -> str:
    """Return searches as text: the same question is always the same text."""
    return "\n".join(
        f"{one[0].kind}?" + "&".join(f"{criterion.parameter}={criterion.value}" for criterion in one)
        for one in searches
    )


def are_close(one: str, other: str) -> bool:
    """Tell whether two questions differ in one criterion: one more, one less, or one with another value.

    Decided is by the questions, never by the answers: a refusal that depended on who was found would tell who was found.
    """
    mine, others = _criteria(one), _criteria(other)
    more, less = mine - others, others - mine
    if len(more) == len(less) == 1:
        return _parameters(more) == _parameters(less)
    return len(more) + len(less) == 1


def _parameters(criteria: set[Criterion]) -> set[tuple[str, str]]:
    return {(one.kind, one.parameter) for one in criteria}


def _criteria(text: str) -> set[Criterion]:
    return {criterion for search in read(text) for criterion in search}


def close_pairs(questions: Iterable[str]) -> int:
    """Return how many pairs of different questions are close."""
    asked = sorted({*questions})
    return sum(are_close(one, other) for at, one in enumerate(asked) for other in asked[at + 1 :])


def rounded(count: int, key: bytes, question: str) -> int | None:
    """Return a count as it is shown: none for seven and fewer, else one of the two multiples of five around it.

    Which of the two falls by a coin that is weighted so that on average it is the count, and the same each time that the same is
    asked (Fellegi 1975): whoever knows all of a group but one person does not see by a step whether that person is in it.
    """
    if count <= FEWEST:
        return None
    below, over = divmod(count, ROUNDED_TO)
    digest = hmac.digest(key, f"{question}\x00{count}".encode(), hashlib.sha256)
    falls_up = int.from_bytes(digest[:8]) % ROUNDED_TO < over
    return max(2, below + falls_up) * ROUNDED_TO
