"""What is done about rounds. One function, one use case, one line in the log; no line of a researcher names a patient."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import partial
from uuid import UUID, uuid4

from paravent.access.operation import Operation, operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose
from paravent.kernel import clock
from paravent.keys.custody import round_key
from paravent.learning import joining, leading, letters
from paravent.learning.letters import Letter, Post
from paravent.learning.models import version_of
from paravent.learning.privacy import cost
from paravent.learning.terms import Charter, Result
from paravent.noise.terms import THOUSANDTHS
from paravent.research.queries import budgets_of, in_one_form, is_charged, study_seen_by
from paravent.research.steps import charge, hold_budgets
from paravent.research.terms import Budgets, StudyView
from paravent.rounds import models, policy, queries
from paravent.rounds.gathering import Gathered
from paravent.rounds.models import Agreement, Model, Seat, Share
from paravent.rounds.terms import Act, AgreementView, AttachedAlready, Lying, ModelView, NotInvited, Told
from paravent.uses import terms as uses
from paravent.uses.steps import let_nobody_leave, record

FOR = Purpose.RESEARCH


# On the study's page


def attach_charter(actor: Actor, study_id: UUID, charter: Charter) -> UUID:
    """Bring a charter to a study. Raises NotForUs where it does not name this installation, CriteriaUnreadable, AttachedAlready."""
    joining.name_of(charter, round_key())
    for criteria in (charter.cohort, charter.label):
        in_one_form(criteria)
    agreement_id = uuid4()
    with operation(Act.ATTACH, actor, FOR) as op:
        op.note(study=study_id, charter=charter.digest)
        op.require(policy.may_attach(actor, study_seen_by(study_id, actor.person), queries.kinds_of(charter)))
        op.alone(f"charter {charter.digest}")
        if Agreement.objects.filter(digest=charter.digest).exists():
            raise AttachedAlready
        Agreement(
            id=agreement_id,
            study_id=study_id,
            digest=charter.digest,
            charter=charter.content.decode(),
            attached_by=actor.person,
            attached_at=clock.now(),
        ).save(force_insert=True)
    return agreement_id


def agree_to_charter(actor: Actor, agreement_id: UUID) -> None:
    """Let this installation take part in the run of a charter."""
    with operation(Act.AGREE, actor, FOR) as op:
        row = Agreement.objects.get(pk=agreement_id)
        op.note(study=row.study_id, charter=row.digest)
        study = study_seen_by(row.study_id, actor.person)
        run = queries.run_here(row, budgets_of(row.study_id, clock.now()))
        op.require(policy.may_agree(actor, study, row.attached_by, run))
        open_ones = Agreement.objects.filter(pk=agreement_id, agreed_at=None)
        op.was_first(open_ones.update(agreed_by=actor.person, agreed_at=clock.now()), "decided-already")


def see_rounds(actor: Actor, study_id: UUID) -> tuple[StudyView, Budgets, list[AgreementView], list[ModelView]]:
    """Return a study, its budgets, its charters and its models."""
    with operation(Act.SEE, actor, FOR) as op:
        op.note(study=study_id)
        study = study_seen_by(study_id, actor.person)
        op.require(policy.may_see(actor, study))
        budgets = budgets_of(study_id, clock.now())
        return study, budgets, queries.agreements_of(study_id), queries.models_of(study_id)


def take_model(actor: Actor, agreement_id: UUID, after: int) -> bytes:
    """Return a model as a file, with the charter that it was learned by."""
    with operation(Act.TAKE_MODEL, actor, FOR) as op:
        row = Agreement.objects.get(pk=agreement_id)
        op.note(study=row.study_id, charter=row.digest, after=after)
        op.require(policy.may_see(actor, study_seen_by(row.study_id, actor.person)))
        return queries.as_file(
            queries.charter_of(row), queries.result_of(Model.objects.get(agreement_id=agreement_id, after=after))
        )


# By the command, for the installation


def charter_named(actor: Actor, beginning: str) -> Charter:
    """Return the charter whose digest begins so. Raises ObjectDoesNotExist where there is none, or more than one."""
    with operation(Act.FOLLOW, actor, FOR) as op:
        op.require(policy.may_follow(actor))
        found = Agreement.objects.filter(digest__startswith=beginning)[:2]
        if len(found) != 1:
            raise Agreement.DoesNotExist
        op.note(charter=found[0].digest)
        return queries.charter_of(found[0])


def lead_round(
    actor: Actor, digest: str, contents: Iterable[bytes], without: Collection[str] = ()
) -> tuple[Letter | None, Told]:
    """Return the leader's next letter, or for whom it waits. Raises NotYours, TooFewSites, CircleChanged, SaidTwice."""
    with operation(Act.LEAD, actor, FOR) as op:
        row, _study = _running(op, actor, digest)
        charter = queries.charter_of(row)
        post, strange = _with_kept(op, row, charter, contents)
        found = leading.next_letter(charter, round_key(), post, without)
        if isinstance(found, Letter):
            op.note(wrote=found.says, round=found.place.round)
            _keep_letters(op, row.id, [found])
            return found, Told(wrote=found.says, strange=strange)
        return None, Told(waits=found, strange=strange)


def take_part(actor: Actor, digest: str, contents: Iterable[bytes]) -> tuple[Letter | None, Told]:
    """Do this site's next step in a run, if one is due; what goes into a share is recorded for each patient.

    Raises NotForUs, SaidTwice, TooFewSites, TooFewPatients, CircleChanged, DoesNotFit.
    """
    with operation(Act.TAKE_PART, actor, FOR) as op:
        # Two commands at once would share twice.
        op.alone(f"round {digest}")
        row, study = _running(op, actor, digest)
        charter = queries.charter_of(row)
        post, strange = _with_kept(op, row, charter, contents)
        before, gathered = queries.seat_of(row.id), Gathered(charter, study, partial(_hold, op, row, charter))
        done = joining.answer(charter, round_key(), before, post, gathered)
        if done is None:
            return None, Told(after=before.after if before else 0, strange=strange)
        _keep(row.id, done.seat)
        _keep_letters(op, row.id, [done.letter] if done.letter else [])
        if done.people:
            _charge(op, row, charter)
            _tell_patients(op, row, study, charter, done.seat, gathered.people)
        if before and done.seat.after > before.after:
            _keep_model(row.id, charter, done.seat)
        op.note(wrote=done.letter.says if done.letter else "model", round=done.seat.shared[0])
        return done.letter, Told(done.letter.says if done.letter else "model", done.seat.after, strange=strange)


# The post box, and what lies here to be carried


def letters_here(actor: Actor, digest: str) -> Lying:
    """Return the letters of a run that lie in this installation, for the command that carries them. Raises ObjectDoesNotExist."""
    with unseen(Act.FOLLOW, actor, FOR):
        return queries.lying_here(Agreement.objects.get(digest=digest))


def list_letters(key: str, digest: str) -> list[str]:
    """Tell a site that the charter names which letters lie in the post box, by their digests, as they came. Raises NotInvited."""
    with _box(key, digest) as agreement:
        return queries.digests_of(agreement)


def fetch_letter(key: str, digest: str, letter: str) -> bytes:
    """Give a site that the charter names one letter. Raises NotInvited, also where there is no such letter."""
    with _box(key, digest) as agreement:
        found = models.Letter.objects.filter(agreement_id=agreement.id, digest=letter).first()
        if found is None:
            raise NotInvited
        return bytes(found.content)


@contextmanager
def _box(key: str, digest: str) -> Iterator[Agreement]:
    """Open a post box for reading: to strangers there is none. What lies in it names sites and no patient, and is asked for every few seconds."""
    with unseen(Act.FOLLOW, INSTALLATION, FOR):
        row = Agreement.objects.filter(digest=digest, agreed_at__isnull=False).first()
        charter = queries.charter_of(row) if row else None
        if row is None or charter is None or not queries.leads_here(charter):
            raise NotInvited
        if key not in {site.key for site in charter.sites}:
            raise NotInvited
        yield row


def receive_letter(digest: str, content: bytes) -> str:
    """Take a letter into the post box and return its digest, which the sender takes for a receipt. Raises Refused, ObjectDoesNotExist."""
    with operation(Act.RECEIVE, INSTALLATION, FOR) as op:
        # Two letters at once would both be the first.
        op.alone(f"letters {digest}")
        row, _study = _running(op, INSTALLATION, digest)
        charter = queries.charter_of(row)
        letter, there = letters.found_in(content, charter), Post(queries.letters_of(row))
        op.require(policy.may_leave_letter(charter, letter, there, leads_here=queries.leads_here(charter)))
        assert letter is not None  # noqa: S101 (the policy refuses it)
        op.note(says=letter.says, round=letter.place.round)
        _keep_letters(op, row.id, [letter])
        return letter.digest


def _with_kept(op: Operation, row: Agreement, charter: Charter, contents: Iterable[bytes]) -> tuple[Post, int]:
    """Return the letters that have come with those that came before, and how many are none of this run."""
    came, strange = letters.read_all(contents, charter)
    _keep_letters(op, row.id, came.letters)
    return Post([*queries.letters_of(row), *came.letters]), strange


def _keep_letters(op: Operation, agreement_id: UUID, found: Iterable[Letter]) -> None:
    del op  # holding it is the proof that the gate is open
    models.Letter.objects.bulk_create(queries.rows_of(agreement_id, found), ignore_conflicts=True)


def _running(op: Operation, actor: Actor, digest: str) -> tuple[Agreement, StudyView]:
    row = Agreement.objects.get(digest=digest)
    op.note(study=row.study_id, charter=digest)
    study = study_seen_by(row.study_id, None)
    run = queries.run_here(row, budgets_of(row.study_id, clock.now()))
    op.require(policy.may_take_part(actor, study, queries.charter_of(row), clock.now().date(), run))
    return row, study


def _keep(agreement_id: UUID, seat: joining.Seat) -> None:
    sealed = queries.sealed_seat(agreement_id, seat)
    Seat.objects.update_or_create(pk=agreement_id, defaults={"sealed": sealed, "changed_at": clock.now()})


def _hold(op: Operation, row: Agreement, charter: Charter) -> None:
    """Let nobody else spend where this share is charged, and nobody leave: what a share is made of holds until it is kept.

    Only once all is read: letters that cost nothing hold nobody up, files are read for long, and meanwhile others may spend.
    """
    if _is_to_be_charged(row, charter):
        hold_budgets(op, row.study_id)
    let_nobody_leave(op)


def _charge(op: Operation, row: Agreement, charter: Charter) -> None:
    """Take the whole run's ε with its first share: what was agreed to is not broken off because somebody else spent the rest."""
    if _is_to_be_charged(row, charter):
        op.require(policy.may_cost(queries.run_here(row, hold_budgets(op, row.study_id))))
        over = datetime.combine(charter.until, time.max, tzinfo=UTC)
        charge(op, row.id, row.study_id, cost(charter), until=over)


def _is_to_be_charged(row: Agreement, charter: Charter) -> bool:
    return bool(cost(charter)) and not is_charged(row.id)


def _tell_patients(
    op: Operation, row: Agreement, study: StudyView, charter: Charter, seat: joining.Seat, people: set[UUID]
) -> None:
    use_id, (at, attempt) = uuid4(), seat.shared
    Share(use_id=use_id, agreement_id=row.id, round=at, attempt=attempt, shared_at=clock.now()).save(force_insert=True)
    facts = {"model": charter.kind.value, "round": str(at), "of": str(charter.rounds)}
    if charter.noise:
        facts["epsilon"] = f"{cost(charter) / THOUSANDTHS:g}"
    told = uses.Told(use_id, row.study_id, uses.Kind.ROUND, study.plan.recipients, facts)
    record(op, told, people)


def _keep_model(agreement_id: UUID, charter: Charter, seat: joining.Seat) -> None:
    model_id, result = uuid4(), Result(seat.state, seat.patients, seat.after)
    Model(
        id=model_id,
        agreement_id=agreement_id,
        after=seat.after,
        version=version_of(charter, result),
        sealed=queries.sealed_model(model_id, result),
        made_at=clock.now(),
    ).save(force_insert=True)
