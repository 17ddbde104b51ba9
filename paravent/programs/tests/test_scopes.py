"""Scopes as SMART App Launch 2 writes them; whatever is written otherwise permits nothing."""

import pytest

from paravent.programs.terms import Context, Scope, ScopeUnclear


@pytest.mark.parametrize(
    "text", ["patient/Observation.rs", "user/*.cruds", "system/Patient.r", "user/MedicationRequest.cu"]
)
def test_a_scope_says_what_it_was_read_from(text: str) -> None:
    assert str(Scope.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "launch",
        "patient/Observation.read",
        "patient/Observation.",
        "patient/Observation.sr",
        "patient/Observation.rr",
        "patient/observation.rs",
        "patients/Observation.rs",
        "patient/Observation.rs?category=laboratory",
        "patient/*.*",
        "patient/Observation.rs ",
        "patient/Observation.rs\n",
        "patient/Ob\u00adservation.rs",
    ],
)
def test_what_is_written_otherwise_is_unclear(text: str) -> None:
    with pytest.raises(ScopeUnclear):
        Scope.parse(text)


@pytest.mark.parametrize(
    ("text", "kind", "letter", "permitted"),
    [
        ("patient/Observation.rs", "Observation", "r", True),
        ("patient/Observation.rs", "Observation", "u", False),
        ("patient/Observation.rs", "Condition", "r", False),
        ("user/*.r", "Condition", "r", True),
        ("user/*.cruds", "Condition", "", False),
        ("user/*.cruds", "Condition", "ru", False),
    ],
)
def test_a_scope_permits_what_it_says(text: str, kind: str, letter: str, *, permitted: bool) -> None:
    assert Scope.parse(text).permits(kind, letter) is permitted


def test_a_wider_scope_includes_a_narrower_one_of_the_same_context() -> None:
    wide = Scope(Context.USER, "*", "rs")

    assert wide.includes(Scope.parse("user/Observation.r"))
    assert not wide.includes(Scope.parse("user/Observation.ru"))
    assert not wide.includes(Scope.parse("patient/Observation.r"))
    assert not Scope.parse("user/Observation.rs").includes(wide)
