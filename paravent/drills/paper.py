"""Records of training as PDF: a person's own, and the practice's for the authority (Art. 24, 32 and 39(1)(b) GDPR)."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from paravent.drills.terms import DrillView, OwnRecord, QuarterView
from paravent.drills.words import TOPICS
from paravent.exercise.reading import scenarios
from paravent.exercise.terms import Grade, Topic
from paravent.kernel import clock
from paravent.kernel.crowds import FEWEST
from paravent.kernel.paper import typeset

TEMPLATE = Path(__file__).with_name("record.typ")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands below it, and a table where there are rows; widths are shares of the line."""

    title: str
    paragraphs: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()


def own_pdf(record: OwnRecord, language: str, *, with_results: bool) -> bytes:
    """Return somebody's own record: which topics, when, how many; single results where they want them told."""
    with override(language):
        return _set(
            _("Record of training in data protection"), language, own_sections(record, with_results=with_results)
        )


def practice_pdf(quarters: list[QuarterView], language: str) -> bytes:
    """Return the practice's record: programme, topics, and how many took part, without names."""
    with override(language):
        return _set(_("Training of staff in data protection"), language, practice_sections(quarters))


def own_sections(record: OwnRecord, *, with_results: bool) -> list[Section]:
    """Return what a person's record says, in the language that is spoken."""
    results = [_results(record)] if with_results and record.done else []
    return [_person(record), _practised(record), *results, _programme(), _about_own(with_results=with_results)]


def practice_sections(quarters: list[QuarterView]) -> list[Section]:
    """Return what the practice's record says, in the language that is spoken."""
    return [_practice(), _programme(), _topics(), _taking_part(quarters), _about_practice()]


def _person(record: OwnRecord) -> Section:
    return Section(_("Who practised"), (record.name, settings.PRACTICE_NAME, _drawn()))


def _practice() -> Section:
    return Section(_("Who reports"), (settings.PRACTICE_NAME, _drawn()))


def _drawn() -> str:
    return _("Drawn on %(on)s.") % {"on": _day(clock.now())}


def _practised(record: OwnRecord) -> Section:
    if not record.done:
        return Section(_("What was practised"), (_("Nothing yet."),))
    head = (_("Topic"), _("Drills"), _("First"), _("Last"))
    rows = tuple(_row(topic, [at for at, one in record.done if one.scenario.topic == topic]) for topic in Topic)
    return Section(_("What was practised"), (), head, tuple(row for row in rows if row), (10, 3, 4, 4))


def _row(topic: Topic, times: list[datetime]) -> tuple[str, ...]:
    return (str(TOPICS[topic]), str(len(times)), _short(min(times)), _short(max(times))) if times else ()


def _results(record: OwnRecord) -> Section:
    head = (_("Day"), _("Drill"), _("Outcome"))
    return Section(_("What came of each"), (), head, tuple(_result(at, one) for at, one in record.done), (3, 8, 5))


def _result(at: datetime, view: DrillView) -> tuple[str, ...]:
    outcomes = {
        Grade.RIGHT: _("the right act"),
        Grade.ACCEPTABLE: _("safe"),
        Grade.UNSAFE: _("not this time"),
    }
    title = view.scenario.title.said((get_language() or "en")[:2])
    return _short(at), title, outcomes[view.grade] if view.grade else ""


def _programme() -> Section:
    return Section(
        _("The programme"),
        (
            _(
                "Staff practise in the application itself, as part of ordinary work, on cases that were made up: a message, a call, a file of the wrong patient. The right act is an act in the application; at once it is told what gave the case away, what to do and why. Some cases are legitimate, so that caution without a reason is noticed too."
            ),
            _(
                "At most three minutes a week for each person, never while a patient waits. Topics come again when they are about to be forgotten (FSRS); how hard a case is to notice is rated by the NIST Phish Scale (TN 2276), and follows skill."
            ),
        ),
    )


def _topics() -> Section:
    held = Counter(one.topic for one in scenarios().values())
    rows = tuple((str(TOPICS[topic]), str(held[topic])) for topic in Topic)
    return Section(_("Topics"), (), (_("Topic"), _("Scenarios")), rows, (5, 1))


def _taking_part(quarters: list[QuarterView]) -> Section:
    if not quarters:
        return Section(_("Who took part"), (_("Too few to say anything yet."),))
    head = (_("Quarter from"), _("People"), _("Drills"), _("Safe acts (95 % interval)"))
    return Section(_("Who took part"), (), head, tuple(_quarter(one) for one in quarters), (2, 1, 1, 3))


def _quarter(one: QuarterView) -> tuple[str, ...]:
    share = _("%(share)s %% (%(low)s to %(high)s %%)") % {"share": one.safe_percent, "low": one.low, "high": one.high}
    return _short(one.begins_on), str(one.people), str(one.drills), share


def _about_own(*, with_results: bool) -> Section:
    told = (
        _("Single results stand in it because the person ticked so.")
        if with_results
        else _("It holds no single result.")
    )
    return Section(
        _("About this record"),
        (
            _(
                "The person drew it for themselves: results of drills belong to whoever did them, and the practice can neither see nor draw this record. %(told)s Drills are no test that somebody passes or fails."
            )
            % {"told": told},
            _ground(),
        ),
    )


def _about_practice() -> Section:
    return Section(
        _("About this record"),
        (
            _(
                "It names nobody. A quarter is told when it is over, and counts people in teams of which %(fewest)s or more practised; teams whose numbers would follow from the others, or in which all did alike, are left out, as is whoever is in no team. The true number of people is therefore at least the one told."
            )
            % {"fewest": FEWEST},
            _(
                "Results of drills belong to whoever did them, and are used for no measure under employment law. Whoever has to show their own training draws their own record."
            ),
            _ground(),
        ),
    )


def _ground() -> str:
    return _("Ground: Art. 24, 32 and 39(1)(b) GDPR (awareness-raising and training of staff involved in processing).")


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")


def _short(at: date | datetime) -> str:
    return date_format(timezone.localtime(at) if isinstance(at, datetime) else at, "SHORT_DATE_FORMAT")


def _set(title: str, language: str, sections: list[Section]) -> bytes:
    said = {"title": title, "language": language, "sections": [asdict(one) for one in sections]}
    return typeset(TEMPLATE, record=said)
