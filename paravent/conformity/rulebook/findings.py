"""How a probe says what it found."""

from datetime import datetime, timedelta

from paravent.conformity.terms import Finding, Result


def _found(result: Result, sentence: str, numbers: dict[str, object]) -> Finding:
    return Finding(result, sentence, {name: str(number) for name, number in numbers.items()})


def met(sentence: str, **numbers: object) -> Finding:
    """Say that it is as the rule asks."""
    return _found(Result.PASS, sentence, numbers)


def failed(sentence: str, **numbers: object) -> Finding:
    """Say that it is not."""
    return _found(Result.FAIL, sentence, numbers)


def not_applicable(sentence: str, **numbers: object) -> Finding:
    """Say that there is nothing here that the rule is about."""
    return _found(Result.NOT_APPLICABLE, sentence, numbers)


def asks(sentence: str, **numbers: object) -> Finding:
    """Say that a person has to look."""
    return _found(Result.HUMAN, sentence, numbers)


def none_of(number: int, otherwise: str, sentence: str, **numbers: object) -> Finding:
    """Say that there is none of what must not be, or how many there are."""
    return failed(otherwise, number=number, **numbers) if number else met(sentence, **numbers)


def lately(at: datetime | None, now: datetime, within: timedelta, names: str) -> Finding:
    """Say whether something was done lately enough; `names` begins the three sentences that tell of it."""
    if at is None:
        return failed(f"{names}-never")
    if now - at > within:
        return failed(f"{names}-too-old", at=said(at), days=(now - at).days, within=within.days)
    return met(f"{names}-lately", at=said(at))


def said(at: datetime) -> str:
    """Return an instant as it stands in evidence: the same in every language."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
