"""Templates are proposed where accesses without an explanation follow one path, and not where chance would do as well."""

from typing import Any

import polars as pl
import pytest

from paravent.judgement.explanations import explain
from paravent.judgement.frames import Frames
from paravent.judgement.mining import LEAST_SUPPORT, PROPOSALS, NoPath, adopted, candidates, propose
from paravent.judgement.tests.cast import BEA, CEM, frames, look

COUNT = LEAST_SUPPORT + 5
OTHERS = 400


def house(count: int = COUNT, **more: list[dict[str, Any]]) -> Frames:
    """Return a house where Cem looks at patients to whom their team colleague Bea had been asked in; many other patients are seen, too."""
    asked = [
        {"person": BEA, "why": "referral", "patient": 1000 + nth, "made_by": 9, "ends_at": 200.0}
        for nth in range(count)
    ]
    looks = [look(10 + nth / 4, actor=CEM, patient=1000 + nth) for nth in range(count)]
    others = [look(11 + nth / 16, actor=8, patient=5000 + nth, act="visit.book") for nth in range(OTHERS)]
    team = [{"person": one, "team": 7} for one in (BEA, CEM)]
    return frames(**{"accesses": looks + others, "relations": asked, "memberships": team} | more)


def unexplained(held: Frames) -> pl.DataFrame:
    """Return what nothing explains."""
    return explain(held).filter(pl.col("explanation").is_null())


def test_a_frequent_path_is_proposed_with_its_support() -> None:
    held = house()
    found = propose(held, unexplained(held)).rows(named=True)
    best = found[0]
    assert best["hops"] == ["member", "members", "related"]
    assert (
        best["sentence"]
        == "They belong to team {team}, as does colleague {colleague}, who was asked in for the patient."
    )
    assert (best["support"], best["support_first"], best["patients"], best["people"]) == (COUNT, COUNT, COUNT, 1)
    assert best["share_by_chance"] < 1 / 3


def test_an_adopted_path_explains_from_then_on() -> None:
    held = house()
    path = adopted(propose(held, unexplained(held)).rows(named=True)[0])
    told = explain(held, adopted=[path]).filter(pl.col("actor") == CEM)
    assert set(told["explanation"]) == {"member-members-related"}
    assert set(told["colleague"]) == {BEA}
    assert set(told["kind"]) == {"sound"}


def test_a_rare_path_is_not_proposed() -> None:
    held = house(LEAST_SUPPORT - 1)
    assert propose(held, unexplained(held)).is_empty()


def test_a_path_that_holds_for_any_patient_is_not_proposed() -> None:
    everybody = [
        {"person": BEA, "why": "referral", "patient": one, "made_by": 9, "ends_at": 200.0}
        for one in (*range(1000, 1000 + COUNT), *range(5000, 5000 + OTHERS))
    ]
    held = house(relations=everybody)
    assert propose(held, unexplained(held)).is_empty()


def test_nothing_is_proposed_where_everything_is_explained() -> None:
    found = propose(frames(), explain(frames()))
    assert found.is_empty()
    assert found.schema == PROPOSALS


def test_a_proposal_is_never_a_written_template() -> None:
    names = [path.name for path in candidates()]
    assert len(names) == len(set(names))
    assert "member-fresh" not in names
    assert all(path.sentence.endswith(".") for path in candidates())


def test_what_leads_nowhere_is_not_adopted() -> None:
    with pytest.raises(NoPath):
        adopted({"name": "x", "hops": ["member", "treats"], "sentence": "x."})
    with pytest.raises(NoPath):
        adopted({"name": "x", "hops": ["member", "no-such-hop"], "sentence": "x."})
