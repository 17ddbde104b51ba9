"""A release is made: planned over the whole cohort, written part by part, measured once more, and vouched for by the log.

Each part is a transaction of its own. What was broken off goes on behind the last part that is whole.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from paravent.access.operation import Operation, operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose
from paravent.consent.terms import Topic
from paravent.deid.structured import Release as Disguise
from paravent.deid.structured import counted, disguised, shift_of_file
from paravent.doubts.queries import decided_about
from paravent.doubts.steps import hold
from paravent.kernel import clock
from paravent.kernel.sealing import new_key
from paravent.releases import coarse, dossier, gathering, known, planning, policy, queries
from paravent.releases.models import Piece, Release
from paravent.releases.operations.asking import keep_findings
from paravent.releases.planning import Plan, Progress
from paravent.releases.terms import Act, OneFile, Texts, Wish
from paravent.releases.texts import Clean
from paravent.releases.writing import Writer
from paravent.research.queries import asked_in
from paravent.uses.steps import let_nobody_leave, record
from paravent.uses.terms import Kind, Told

FOR = Purpose.RESEARCH
TOGETHER = 400
"""Patients a transaction."""
AT_ONCE = 10
"""Patients whose files are open at once."""


def begin_release(actor: Actor, release_id: UUID) -> None:
    """Let a release that was handed out be made; one whose files are gone is made anew, under another key."""
    with operation(Act.BEGIN, actor, FOR) as op:
        op.note(release=release_id)
        row = Release.objects.get(pk=release_id)
        op.require(policy.may_begin(actor, row, queries.study_of(row, actor.person)))
        want(op, row)


def want(op: Operation, row: Release) -> None:
    """Let a release wait to be made, unless it does already or its files are there."""
    if row.wanted_at is None or row.gone_at is not None:
        row.wanted_at, row.finished_at, row.gone_at = clock.now(), None, None
        row.save(update_fields=["wanted_at", "finished_at", "gone_at"])
        op.note(wanted="now")


def waiting_releases() -> list[UUID]:
    """Return which releases are to be made."""
    with unseen(Act.LOOK, INSTALLATION, FOR):
        return queries.that_wait()


def make_release(release_id: UUID) -> None:
    """Make a release from where it stands, to its end; it may be refused on the way."""
    while plan_release(INSTALLATION, release_id):
        while make_part(INSTALLATION, release_id):
            pass
        if finish_release(INSTALLATION, release_id):
            vouch_for_release(INSTALLATION, release_id)
            return


def plan_release(actor: Actor, release_id: UUID) -> bool:
    """Measure anew, see what is rare among those who are in it, and keep the plan; a release that became unsafe is refused."""
    with operation(Act.PLAN, actor, FOR) as op:
        row = _under_lock(op, release_id)
        op.require(policy.may_make(actor, row, queries.study_of(row, None)))
        if row.sealed_plan is not None:
            return True
        wish, topics = queries.wish_of(row), queries.study_of(row, None).plan.topics
        members = gathering.cohort(asked_in(row.study_id)[wish.preview_id], topics)
        if before := queries.table_of(row):
            # What was handed out is who was in it then: nobody comes in later.
            then = {*before["who"]}
            members = [one for one in members if gathering.blinded(one) in then]
        ground = gathering.ground(members, wish, queries.earlier_than(row), clock.now().date())
        found = coarse.findings(ground, wish, has_tagger=gathering.tagger() is not None)
        if not found.is_safe:
            _refuse(row)
        keep_findings(op, row, found)
        if found.is_safe:
            _keep_plan(row, wish, members, coarse.measured(ground, wish))
        return found.is_safe


def _keep_plan(row: Release, wish: Wish, members: list[UUID], found: coarse.Measured) -> None:
    told = {*found.table["who"]}
    staying = [one for one in members if gathering.blinded(one) in told]
    key, opening = new_key(), gathering.opening(clock.now().date())
    disguise = gathering.release_of(wish, key, opening)
    staying = planning.in_order(staying, disguise)
    files = gathering.read(staying, wish, AT_ONCE)
    pool = counted((file.resources for file in files), disguise)
    plan = Plan(tuple(staying), pool, opening, coarse.kept(found))
    row.sealed_key, row.made_until = queries.sealed_key(row.id, key), 0
    row.sealed_plan, row.sealed_progress = queries.sealed(row.id, "plan", planning.as_json(plan)), None
    row.save(update_fields=["sealed_key", "sealed_plan", "sealed_progress", "made_until"])


def make_part(actor: Actor, release_id: UUID) -> bool:
    """Write the next patients who permit it at this moment; returns whether there are more."""
    with operation(Act.MAKE, actor, FOR) as op:
        row = _under_lock(op, release_id)
        study = queries.study_of(row, None)
        op.require(policy.may_make(actor, row, study))
        plan = _plan_of(row)
        part = plan.members[row.made_until : row.made_until + TOGETHER]
        staying = gathering.still_in(part, study.plan.topics)
        texts, written = _written(op, row, plan, staying, study.plan.topics)
        row.made_until += len(part)
        progress = _progress_of(row).after(part, staying, texts)
        row.sealed_progress = queries.sealed(row.id, "progress", planning.progress_as_json(progress))
        row.save(update_fields=["made_until", "sealed_progress"])
        op.note(resources=written, part=row.made_until)
        return row.made_until < len(plan.members)


def _written(
    op: Operation, row: Release, plan: Plan, staying: list[UUID], topics: tuple[Topic, ...]
) -> tuple[Texts, int]:
    wish, key, written = queries.wish_of(row), queries.key_of(row), 0
    disguise = gathering.release_of(wish, key, plan.opening)
    writer = Writer(Piece.objects.filter(release_id=row.id).count() + 1)
    texts, here, tagger = Texts(), gathering.our_house() if wish.texts else None, gathering.tagger()
    for file in gathering.read(staying, wish, AT_ONCE):
        words = _clean(file, disguise, here, tagger) if here else None
        for left in _left(file, wish, disguise, plan, words):
            written += 1
            for told, packed in writer.take(left):
                _keep(op, row, key, told, packed)
        if words:
            hold(op, file.patient, row.study_id, topics, words.held)
            texts = texts.plus(words.told)
    for told, packed in writer.rest():
        _keep(op, row, key, told, packed)
    return texts, written


def _left(
    file: gathering.OneFile, wish: Wish, disguise: Disguise, plan: Plan, words: Clean | None
) -> Iterator[dict[str, Any]]:
    for left in disguised(file.resources, str(file.patient), disguise, plan.pool, words):
        yield coarse.coarsened(left, wish.rungs) if left["resourceType"] == "Patient" else left


def _clean(file: gathering.OneFile, disguise: Disguise, here: known.House, tagger: Any) -> Clean:
    told = known.known_of(file.person.identity, file.resources, here)
    key = hmac.digest(disguise.key, f"texts/{file.patient}".encode(), hashlib.sha256)
    shift = shift_of_file(file.resources, str(file.patient), disguise)
    return Clean(told, key, shift, tagger, decided_about(file.patient))


def _keep(op: Operation, row: Release, key: Any, told: OneFile, packed: bytes) -> None:
    del op  # holding it is the proof that the gate is open
    sealed = queries.sealed_file(key, row.id, told.number, packed)
    Piece(release_id=row.id, sealed=sealed, **asdict(told)).save(force_insert=True)


def finish_release(actor: Actor, release_id: UUID) -> bool:
    """Ask everybody in it once more, measure who is left, and tell each of them; False where it has to be planned anew."""
    with operation(Act.FINISH, actor, FOR) as op:
        row = _under_lock(op, release_id)
        study = queries.study_of(row, None)
        op.require(policy.may_make(actor, row, study))
        plan, progress, wish = _plan_of(row), _progress_of(row), queries.wish_of(row)
        made = [one for one in plan.members if one not in progress.left_out]
        table = coarse.without(plan.table, {gathering.blinded(one) for one in progress.left_out})
        fewest = coarse.fewest_alike(table, queries.earlier_than(row))
        let_nobody_leave(op)
        if fewest < wish.fewest or not gathering.everybody_still_in(made, study.plan.topics):
            _start_anew(row)
            op.note(anew="somebody-went")
            return False
        disguise = gathering.release_of(wish, queries.key_of(row), plan.opening)
        row.use_id = uuid4()
        facts = {"kinds": " ".join(sorted(wish.kinds)), "k": str(fewest)}
        told = Told(row.use_id, row.study_id, Kind.RELEASE, study.plan.recipients, facts)
        record(op, told, made, lambda one: disguise.pseudonym("Patient", str(one)))
        row.sealed_table = queries.sealed_table(row.id, table)
        row.sealed_dossier = queries.sealed(row.id, "dossier", _dossier(row, progress.texts, wish, made).decode())
        row.save(update_fields=["use_id", "sealed_table", "sealed_dossier"])
        return True


def _dossier(row: Release, texts: Texts, wish: Wish, members: list[UUID]) -> bytes:
    study = queries.study_of(row, None)
    view, found, tagger = queries.view_of(row, study, is_own=False), queries.findings_of(row), gathering.tagger()
    assert found is not None  # noqa: S101 (it was measured when it was planned)
    return dossier.written(
        {
            "release": str(row.id),
            "use": str(row.use_id),
            "study": {
                "id": str(row.study_id),
                "title": study.plan.title,
                "why": study.plan.why,
                "approved_with": {**asdict(study.plan.threshold), "kinds": sorted(study.plan.kinds)},
            },
            "recipients": study.plan.recipients,
            "permissions": sorted(study.plan.topics),
            "consents_sha256": gathering.snapshot(members, study.plan.topics),
            "question": view.question,
            "asked_by": {"name": view.asked_by, "at": row.asked_at.isoformat()},
            "handed_out": {"by": view.decided_by, "at": row.decided_at and row.decided_at.isoformat()},
            "made_at": clock.now().isoformat(timespec="seconds"),
            "rules_sha256": gathering.rules_version(),
            "tagger_sha256": tagger.digest if tagger and wish.texts else None,
            "files": dossier.listed(queries.files_of(row.id)),
            **dossier.measured(wish, found, texts),
        }
    )


def vouch_for_release(actor: Actor, release_id: UUID) -> None:
    """Let the log vouch for the dossier: its hash stands in this line, whose receipt is the signature."""
    with operation(Act.VOUCH, actor, FOR) as op:
        row = _under_lock(op, release_id)
        op.require(policy.may_make(actor, row, queries.study_of(row, None)))
        made = queries.dossier_of(row)
        op.note(sha256=hashlib.sha256(made).hexdigest())
        row.vouched_by, row.finished_at = op.entry_id, clock.now()
        row.sealed_plan = row.sealed_progress = None
        row.save(update_fields=["vouched_by", "finished_at", "sealed_plan", "sealed_progress"])


def _under_lock(op: Operation, release_id: UUID) -> Release:
    op.note(release=release_id)
    op.alone(f"release {release_id}")
    return Release.objects.get(pk=release_id)


def _plan_of(row: Release) -> Plan:
    return planning.plan_of(queries.opened(row.id, "plan", row.sealed_plan))


def _progress_of(row: Release) -> Progress:
    return planning.progress_of(queries.opened(row.id, "progress", row.sealed_progress))


def _start_anew(row: Release) -> None:
    Piece.objects.filter(release_id=row.id).delete()
    row.sealed_plan, row.sealed_progress, row.sealed_key, row.made_until = None, None, None, 0
    row.save(update_fields=["sealed_plan", "sealed_progress", "sealed_key", "made_until"])


def _refuse(row: Release) -> None:
    """Take back that a release was handed out: those who are left in it could be found."""
    _start_anew(row)
    row.is_approved, row.wanted_at = False, None
    row.save(update_fields=["is_approved", "wanted_at"])
