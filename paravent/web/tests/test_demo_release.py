"""In whichever year somebody tries the sample practice, its release is refused at first, let through coarser, and outlives that one leaves it."""

from datetime import date
from uuid import UUID

import pytest

from paravent.consent.terms import RESEARCH
from paravent.fhir.sample import Sample, regulars, samples
from paravent.releases import coarse
from paravent.releases.gathering import oldest_of
from paravent.releases.terms import Wish
from paravent.web.demo_release import KINDS, LEFT_IT
from paravent.web.demo_research import permitted_in

SCIENCE = RESEARCH[0]


def has_pressure(sample: Sample) -> bool:
    codes = (
        code["code"] for one in sample.resources if one["resourceType"] == "Condition" for code in one["code"]["coding"]
    )
    return "I10" in codes


def who_is_found(today: date) -> dict[str, dict[str, object]]:
    permitted = dict(permitted_in(today))
    everybody = [*samples(today), *regulars(today)]
    found = [one for one in everybody if has_pressure(one) and SCIENCE in permitted.get(one.patient_id, ())]
    return {one.key: {"gender": one.resources[0]["gender"], "birthDate": str(one.birth_date.year)} for one in found}


@pytest.mark.parametrize("year", [2026, 2029, 2033, 2038])
def test_the_first_wish_is_refused_and_the_proposed_one_let_through(year: int) -> None:
    people = who_is_found(date(year, 6, 1))
    wish = Wish(UUID(int=0), KINDS)

    def ground(without: str = "") -> coarse.Ground:
        staying = coarse.columns(coarse.known_by(one, told) for one, told in people.items() if one != without)
        return coarse.Ground(staying, oldest_of(date(year, 6, 1)))

    first = coarse.findings(ground(), wish, has_tagger=False)
    assert not first.is_safe
    then = Wish(UUID(int=0), KINDS, first.proposals[0].rungs, leaves_out=first.proposals[0].leaves_out)
    assert coarse.findings(ground(), then, has_tagger=False).is_safe
    assert LEFT_IT in people
    assert coarse.findings(ground(LEFT_IT), then, has_tagger=False).is_safe
