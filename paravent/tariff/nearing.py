"""Cases near a limit: codes that may stand only so often, and how often they stand already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from paravent.kernel.said import Said
from paravent.tariff.catalogue import Catalogue, Times
from paravent.tariff.knowing import known_version
from paravent.tariff.quarters import Quarter
from paravent.tariff.standing import Billed


@dataclass(frozen=True, slots=True)
class Nearing:
    """A code of one patient that may be accepted once more, or not again."""

    code: str
    text: Said
    count: int
    at_most: int
    quarters: int
    """Within how many quarters, this one included."""
    is_checked: bool
    source: str

    @property
    def is_full(self) -> bool:
        """Tell whether it may not be accepted again."""
        return self.count >= self.at_most


def nearing(
    catalogue: Catalogue, patient_codes: Iterable[Billed], *, visit_on: date, known_on: date
) -> tuple[Nearing, ...]:
    """Return the codes of a patient that are one short of what is allowed in these quarters, or there.

    Codes that stand once in a case anyway are left out: of those everybody is always at the limit.
    """
    billed, quarter = list(patient_codes), Quarter.of(visit_on)
    found = []
    for code in catalogue.codes:
        version = known_version(code.versions, visit_on=visit_on, known_on=known_on)
        times = version.times if version else None
        if version is None or times is None or times.at_most == 1:
            continue
        count = count_within(code.code, billed, times, quarter)
        if count >= times.at_most - 1:
            text, checked = code.text, version.checked
            found.append(Nearing(code.code, text, count, times.at_most, times.quarters, checked, version.source))
    return tuple(found)


def count_within(code: str, billed: Iterable[Billed], times: Times, quarter: Quarter) -> int:
    """Return how often a code was accepted in the quarters that a limit spans, until the end of a quarter."""
    since = quarter.before(times.quarters - 1)
    return sum(each.code == code and since <= Quarter.of(each.at.date()) <= quarter for each in billed)
