"""Which of the codes that fit a visit may stand beside each other, and beside what was accepted before."""

from collections.abc import Sequence
from dataclasses import dataclass

from paravent.kernel.said import Said
from paravent.tariff.catalogue import Code, CodeVersion
from paravent.tariff.nearing import count_within
from paravent.tariff.quarters import Quarter
from paravent.tariff.situation import Miss, Situation
from paravent.tariff.standing import Billed
from paravent.tariff.terms import Cause


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code whose conditions are met, in the wording that answers."""

    code: Code
    version: CodeVersion
    place: int
    """Where it stands in the file: of two that are worth the same, the first comes first."""

    @property
    def name(self) -> str:
        """The code."""
        return self.code.code


def beside_the_past(one: Candidate, situation: Situation) -> Miss | None:
    """Return why what was accepted before leaves no room for a code, or nothing where it does."""
    billed = situation.standing.patient_codes
    if any(each.code == one.name and each.is_same_visit for each in billed):
        return Miss(Cause.BILLED_ALREADY, {"times": _times(1), "quarters": Said("this visit", "diesem Besuch")})
    if times := one.version.times:
        count = count_within(one.name, billed, times, situation.quarter)
        if count >= times.at_most:
            return Miss(Cause.BILLED_ALREADY, {"times": _times(count), "quarters": _quarters(times.quarters)})
    return _excluded_by(one, situation)


def _times(count: int) -> Said:
    return Said("once", "einmal") if count == 1 else Said(f"{count} times", f"{count}-mal")


def _quarters(count: int) -> Said:
    if count == 1:
        return Said("this quarter", "diesem Quartal")
    return Said(f"{count} quarters", f"{count} Quartalen")


def _excluded_by(one: Candidate, situation: Situation) -> Miss | None:
    in_visit = situation.catalogue.spelled_out(one.version.not_beside) - {one.name}
    in_case = situation.catalogue.spelled_out(one.version.not_in_case) - {one.name}
    for each in situation.standing.patient_codes:
        is_in_case = _quarter(each) == situation.quarter
        if (each.is_same_visit and each.code in in_visit) or (is_in_case and each.code in in_case):
            return Miss(Cause.EXCLUDED_BESIDE, {"other": each.code})
        if each.is_same_visit and one.version.only_one_of == _group_of(each.code, situation) != "":
            return Miss(Cause.EXCLUDED_BESIDE, {"other": each.code})
    return None


def _group_of(code: str, situation: Situation) -> str:
    """Return within which group only one code is billed; of the version that holds on the day of the visit."""
    known = situation.catalogue.code(code)
    holding = (one for one in known.versions if one.holds_on(situation.visit_on)) if known else ()
    return next((one.only_one_of for one in holding), "")


def _quarter(billed: Billed) -> Quarter:
    return Quarter.of(billed.at.date())


def settled(
    candidates: Sequence[Candidate], situation: Situation
) -> tuple[list[Candidate], list[tuple[Candidate, Miss]]]:
    """Return which candidates stand together, and which give way to which: the higher rank stays, then the higher value."""
    kept: list[Candidate] = []
    gone: list[tuple[Candidate, Miss]] = []
    for one in sorted(candidates, key=_weight):
        stronger = next((each for each in kept if _exclude(one, each, situation)), None)
        if stronger:
            gone.append((one, Miss(Cause.EXCLUDED_BESIDE, {"other": stronger.name}, instead=stronger.name)))
        else:
            kept.append(one)
    return sorted(kept, key=lambda one: one.place), gone


def _weight(one: Candidate) -> tuple[int, int, int]:
    return -one.version.rank, -(one.version.points or 0), one.place


def _exclude(one: Candidate, other: Candidate, situation: Situation) -> bool:
    """Tell whether two codes exclude one another; it is enough that one of them says so."""
    if one.version.only_one_of and one.version.only_one_of == other.version.only_one_of:
        return True
    mine, yours = (
        situation.catalogue.spelled_out((*each.version.not_beside, *each.version.not_in_case)) for each in (one, other)
    )
    return other.name in mine or one.name in yours
