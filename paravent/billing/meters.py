"""How a quarter stands against its limits, and where it goes. Sums of the tally; nobody's visit."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from uuid import UUID

from paravent.billing import queries
from paravent.billing.models import Tally
from paravent.billing.standing import Doctor, Meter, NearLimit, QuarterView, Week
from paravent.billing.terms import TOLD_FOR, Terms
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.people.queries import names_of
from paravent.people.terms import Coverage
from paravent.tariff.catalogue import Catalogue, Code, LimitKind
from paravent.tariff.ceilings import Ceiling, ceilings, codes_under
from paravent.tariff.knowing import known_version
from paravent.tariff.nearing import Nearing, nearing
from paravent.tariff.payer import STATUTORY
from paravent.tariff.quarters import Quarter
from paravent.tariff.reading import catalogues
from paravent.tariff.shares import forecast, shares
from paravent.tariff.standing import Billed
from paravent.tariff.terms import Scheme


def quarter_view(quarter: Quarter, today: date, clinician_id: UUID | None) -> QuarterView:
    """Return a quarter at a glance; ceilings of one doctor, or of all who billed."""
    tallies, terms, ebm = queries.tallies_of(quarter), queries.terms_now(), catalogues()[Scheme.EBM]
    doctors = {clinician_id} if clinician_id else {one.clinician_id for one in tallies}
    known = names_of(doctors)
    named = {one: known.get(one, "") for one in doctors}
    codes = Counter(code for one in tallies for code in one.codes)
    return QuarterView(
        quarter=quarter,
        today=today,
        meter=_meter(ebm, quarter, today, tallies),
        doctors=tuple(doctors_under(ebm, quarter, today, tallies, terms, named)),
        bills=len(tallies),
        codes=tuple(sorted(codes.items())),
        near=tuple(_near(ebm, within(quarter, today), today, tallies)),
        is_own=clinician_id is not None,
        held_back=queries.held_back(quarter, clinician_id),
        recalled=0 if clinician_id else queries.recalled_since(clock.now() - TOLD_FOR),
        terms=terms,
    )


def within(quarter: Quarter, day: date) -> date:
    """Return a day, or the nearest one of the quarter."""
    return min(max(day, quarter.begins_on), quarter.ends_on)


def _meter(ebm: Catalogue, quarter: Quarter, today: date, tallies: list[Tally]) -> Meter:
    said, weeks, on = queries.cases_said(quarter), _by_week(quarter, today, tallies), within(quarter, today)
    counts = queries.counts_of(tallies, said)
    # Of several limits the one that is used most is the one that binds.
    share = max(shares(ebm, counts, visit_on=on, known_on=today), key=lambda one: float(one.share) / float(one.limit))
    return Meter(share, said, forecast(share, quarter, on) if said else None, weeks)


def asks_for_unknown(on: date) -> bool:
    """Tell whether a limit that is known to hold on a day counts the cases of unknown patients apart."""
    limits = (one for one in catalogues()[Scheme.EBM].limits if one.kind == LimitKind.VIDEO_ONLY_SHARE_UNKNOWN)
    answering = (known_version(one.versions, visit_on=on, known_on=on) for one in limits)
    return any(one is not None and one.value is not None for one in answering)


def _near(ebm: Catalogue, on: date, today: date, tallies: Iterable[Tally]) -> Iterator[NearLimit]:
    """Return which codes are near what one case may have of them in the quarter; a limit over several quarters is told at the visit."""
    cases, noon = dict[bytes, list[Billed]](), datetime.combine(on, time(12), UTC)
    for one in tallies:
        cases.setdefault(bytes(one.case), []).extend(Billed(code, noon) for code in one.codes)
    found: dict[str, list[Nearing]] = {}
    for billed in cases.values():
        for each in nearing(ebm, billed, visit_on=on, known_on=today):
            if each.quarters == 1 and each.count:
                found.setdefault(each.code, []).append(each)
    for code, some in sorted(found.items()):
        full = sum(each.is_full for each in some)
        yield NearLimit(code, some[0].text, some[0].at_most, len(some) - full, full)


def _by_week(quarter: Quarter, today: date, tallies: Iterable[Tally]) -> tuple[Week, ...]:
    """Return how many video-only cases there were by the end of each week that has begun."""
    first = Counter(queries.video_only_cases(tallies).values())
    last = (within(quarter, today) - quarter.begins_on).days // 7
    return tuple(
        Week(number, sum(times for week, times in first.items() if week <= number)) for number in range(last + 1)
    )


def doctors_under(
    ebm: Catalogue, quarter: Quarter, today: date, tallies: list[Tally], terms: Terms, names: Mapping[UUID, str]
) -> list[Doctor]:
    """Return how some doctors stand under each ceiling, by their names."""
    on = within(quarter, today)
    payer = queries.payer_of(Coverage(STATUTORY.id), terms)
    passed = (on - quarter.begins_on).days + 1

    def of(doctor: UUID, ceiling: Ceiling) -> Doctor:
        under = codes_under(ebm, ceiling.limit_id)
        codes = [one for one in ebm.codes if one.code in under]
        return Doctor(
            clinician_id=PersonId(doctor),
            name=names[doctor],
            codes=", ".join(one.code for one in codes),
            text=codes[0].text,
            ceiling=ceiling,
            forecast=ceiling.used * quarter.days // passed,
            visits_left=ceil(ceiling.left / _points_of_one(codes, on, today)),
            lasts_until=_lasts_until(ceiling, quarter, on),
        )

    return [
        of(doctor, ceiling)
        for doctor in sorted(names, key=lambda one: names[one])
        for ceiling in ceilings(ebm, payer, queries.points_of(tallies, doctor), visit_on=on, known_on=today)
    ]


def _points_of_one(codes: Iterable[Code], on: date, today: date) -> int:
    """Return the points of the smallest of some codes, as is known today."""
    known = (known_version(one.versions, visit_on=on, known_on=today) for one in codes)
    return min((version.points for version in known if version and version.points), default=1)


def _lasts_until(ceiling: Ceiling, quarter: Quarter, on: date) -> date | None:
    """Return the day on which a ceiling is reached at the pace until now; nothing where the quarter ends before."""
    passed = (on - quarter.begins_on).days + 1
    if not ceiling.used:
        return None
    end = on + timedelta(days=ceil(ceiling.left * passed / ceiling.used))
    return end if end <= quarter.ends_on else None
