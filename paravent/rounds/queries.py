"""Reading charters, seats and models. Row security shows researchers those of their own studies."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from uuid import UUID

import orjson
from django.conf import settings
from django.db.models import QuerySet

from paravent.access.terms import Actor, Role
from paravent.kernel import clock
from paravent.kernel.piles import Pile
from paravent.keys.custody import opened_for_practice, round_key, sealed_for_practice
from paravent.learning import letters
from paravent.learning.joining import Seat as SeatOfRun
from paravent.learning.joining import name_of
from paravent.learning.leading import public_hex, waits_for
from paravent.learning.letters import Post
from paravent.learning.models import length, version_of
from paravent.learning.privacy import cost
from paravent.learning.terms import Charter, Letters, Result, SaidTwice, Source
from paravent.people.queries import names_of
from paravent.research.queries import is_charged, kinds_in, open_now
from paravent.research.terms import ROUNDED_TO, Budgets, Matter, Turn, Undecided
from paravent.rounds.models import Agreement, Letter, Model, Seat, Share
from paravent.rounds.terms import AgreementView, Left, Lying, ModelView, Progress, RunHere, Site
from paravent.uses.queries import affected_rounds


def charter_of(row: Agreement) -> Charter:
    """Return what was agreed to."""
    return Charter.model_validate_json(row.charter)


def pile_for(reader: UUID) -> Pile:
    """Return which charters wait for this reader to agree, in studies that run: nobody agrees to what they brought or proposed."""
    others = open_now().exclude(proposed_by=reader).values("pk")
    rows = Agreement.objects.filter(agreed_at=None, study_id__in=others).exclude(attached_by=reader)
    return Pile.of_studies(rows.order_by("attached_at").values_list("attached_at", "study_id"))


def undecided(studies: Collection[UUID], actor: Actor) -> Iterator[Undecided]:
    """Yield the charters that wait in some studies for somebody to agree who did not bring them."""
    rows = Agreement.objects.filter(agreed_at=None, study_id__in=studies).values_list("study_id", "attached_by")
    what = (Matter.CHARTER, Turn.DPO, "rounds:of_study")
    yield from Undecided.by_study(rows, what, lambda who: actor.is_a(Role.DPO) and who != actor.person)


def kinds_of(charter: Charter) -> set[str]:
    """Return which types of resources a charter looks at, apart from who somebody is. Raises CriteriaUnreadable."""
    measures = any(column.source is Source.OBSERVATION for column in charter.columns)
    return kinds_in(charter.cohort, charter.label) | ({"Observation"} if measures else set())


def agreements_of(study_id: UUID) -> list[AgreementView]:
    """Return the charters of a study, the newest first."""
    rows = list(Agreement.objects.filter(study_id=study_id).order_by("-attached_at"))
    names = names_of({row.agreed_by for row in rows if row.agreed_by})
    others = [charter_of(row) for row in Agreement.objects.all()]
    return [_view(row, names, others) for row in rows]


def _view(row: Agreement, names: dict[UUID, str], others: list[Charter]) -> AgreementView:
    charter = charter_of(row)
    there = list(_came(row.id))
    post = Post(letters.read(bytes(one.content), charter) for one in there)
    return AgreementView(
        agreement_id=row.id,
        charter=charter,
        attached_by=row.attached_by,
        attached_at=row.attached_at,
        agreed_by=names.get(row.agreed_by, "") if row.agreed_by else "",
        agreed_at=row.agreed_at,
        cost=cost(charter),
        is_charged=is_charged(row.id),
        resembles=any(_differ_by_sites(charter, other) for other in others),
        leads_here=leads_here(charter),
        progress=_progress(charter, there, post) if there else None,
        left=tuple(_left(row.id, charter, post)),
    )


def run_here(row: Agreement, budgets: Budgets) -> RunHere:
    """Return how it stands with the run of a charter in this installation."""
    return RunHere(
        cost(charter_of(row)),
        budgets,
        settings.ROUNDS_WITHOUT_NOISE,
        is_agreed=row.agreed_at is not None,
        is_charged=is_charged(row.id),
        is_left=is_left(row),
    )


def _progress(charter: Charter, there: list[Letter], post: Post) -> Progress:
    came = {one.digest: one.came_at for one in there}
    newest = {letter.sender: letter for letter in post.letters if letter.says not in letters.FROM_LEADER}
    try:
        waits = waits_for(charter, post) if post.call() else None
    except SaidTwice:
        waits = None
    missing = {*waits.sites} if waits else set()
    sites = [
        Site(name, name == charter.leader, one := newest.get(name), came[one.digest] if one else None, name in missing)
        for name in charter.by_name
    ]
    return Progress(tuple(sites), waits, waits is None and post.is_gathered(charter.rounds), max(came.values()))


def _left(agreement_id: UUID, charter: Charter, post: Post) -> Iterable[Left]:
    """Yield what left this house, by rounds."""
    me = name_of(charter, round_key())
    opened = {one.place for one in post.letters if one.says is Letters.OPENING and one.sender == me}
    places = {(one.round, one.attempt) for one in opened}
    for share in Share.objects.filter(agreement_id=agreement_id).order_by("round", "attempt"):
        at = share.round, share.attempt
        yield Left(*at, share.shared_at, length(charter), was_opened=at in places)


def leads_here(charter: Charter) -> bool:
    """Tell whether this installation leads the run of a charter, and so keeps its post box."""
    return charter.by_name[charter.leader].key == public_hex(round_key())


def _differ_by_sites(one: Charter, other: Charter) -> bool:
    asked = {"cohort", "label", "columns"}
    return one.by_name.keys() != other.by_name.keys() and one.model_dump(include=asked) == other.model_dump(
        include=asked
    )


def models_of(study_id: UUID) -> list[ModelView]:
    """Return the models of a study, the newest first, and which of them learned from somebody who took it back since."""
    agreements = Agreement.objects.filter(study_id=study_id).values_list("id", flat=True)
    since = _affected_from(study_id)
    rows = Model.objects.filter(agreement_id__in=list(agreements)).order_by("-made_at", "-after")
    return [_model(row, since.get(row.agreement_id)) for row in rows]


def _model(row: Model, affected_from: int | None) -> ModelView:
    patients = _rounded(result_of(row).patients)
    is_affected = affected_from is not None and row.after >= affected_from
    return ModelView(row.agreement_id, row.after, row.version, patients, row.made_at, is_affected)


def _rounded(patients: float) -> int:
    return ROUNDED_TO * round(patients / ROUNDED_TO)


def is_left(agreement: Agreement) -> bool:
    """Tell whether a patient took back what a round of this charter learned from: nobody goes on from such a model."""
    return agreement.id in _affected_from(agreement.study_id)


def _affected_from(study_id: UUID) -> dict[UUID, int]:
    """Return, by charter, the first round that somebody took back: every later model learned from it."""
    affected = Share.objects.filter(use_id__in=affected_rounds(study_id)).order_by("-round")
    return {share.agreement_id: share.round for share in affected}


# Letters


def letters_of(agreement: Agreement) -> list[letters.Letter]:
    """Return the letters of a run that lie here, in the order in which they came, each signature verified anew."""
    charter = charter_of(agreement)
    return [letters.read(bytes(one.content), charter) for one in _came(agreement.id)]


def digests_of(agreement: Agreement) -> list[str]:
    """Return which letters of a run lie here, in the order in which they came. Each was verified when it was kept, and is by who fetches it."""
    return list(_came(agreement.id).values_list("digest", flat=True))


def _came(agreement_id: UUID) -> QuerySet[Letter]:
    return Letter.objects.filter(agreement_id=agreement_id).order_by("came_at", "id")


def lying_here(agreement: Agreement) -> Lying:
    """Return the letters of a run, and by which name this site signs."""
    return Lying(name_of(charter_of(agreement), round_key()), tuple(letters_of(agreement)))


def rows_of(agreement_id: UUID, found: Iterable[letters.Letter]) -> list[Letter]:
    """Return letters as they are kept."""
    now = clock.now()
    return [Letter(agreement_id=agreement_id, digest=one.digest, content=one.content, came_at=now) for one in found]


# What is sealed


def seat_of(agreement_id: UUID) -> SeatOfRun | None:
    """Return what this site remembers of a run."""
    row = Seat.objects.filter(pk=agreement_id).first()
    if row is None:
        return None
    said = json.loads(opened_for_practice(row.sealed, _place("seat", agreement_id)))
    return SeatOfRun(**said | {name: tuple(said[name]) for name in ("circle", "shared", "state")})


def sealed_seat(agreement_id: UUID, seat: SeatOfRun) -> bytes:
    """Seal what this site remembers of a run."""
    return sealed_for_practice(json.dumps(asdict(seat)), _place("seat", agreement_id))


def result_of(row: Model) -> Result:
    """Return a model."""
    said = json.loads(opened_for_practice(row.sealed, _place("model", row.id)))
    return Result(tuple(said["state"]), said["patients"], row.after)


def sealed_model(model_id: UUID, result: Result) -> bytes:
    """Seal a model."""
    return sealed_for_practice(
        json.dumps({"state": result.state, "patients": result.patients}), _place("model", model_id)
    )


def as_file(charter: Charter, result: Result) -> bytes:
    """Return a model as it is handed out: with the charter, without which its numbers mean nothing."""
    card = {
        "version": version_of(charter, result),
        "after": result.after,
        "patients": _rounded(result.patients),
        "state": list(result.state),
        "charter": charter.model_dump(mode="json"),
    }
    return orjson.dumps(card, option=orjson.OPT_INDENT_2)


def _place(what: str, row_id: UUID) -> tuple[str, ...]:
    return ("rounds", what, str(row_id))
