"""A release is asked for, measured by the installation, seen, and handed out or not by somebody else."""

from dataclasses import asdict
from uuid import UUID, uuid4

from paravent.access.operation import Operation, operation
from paravent.access.terms import INSTALLATION, Actor, Purpose
from paravent.kernel import clock
from paravent.releases import coarse, gathering, policy, queries
from paravent.releases.models import Release
from paravent.releases.terms import Act, Findings, ReleaseView, StudyReleases, Wish
from paravent.research.queries import asked_in, study_seen_by

FOR = Purpose.RESEARCH


def ask_for_release(actor: Actor, study_id: UUID, wish: Wish) -> UUID:
    """Ask for the rows of a cohort that was counted before; the installation measures at once what they would risk."""
    release_id = uuid4()
    with operation(Act.ASK, actor, FOR) as op:
        op.note(study=study_id, release=release_id)
        op.alone(f"releases of {study_id}")
        study = study_seen_by(study_id, actor.person)
        op.note(kinds=" ".join(sorted(wish.kinds)), texts=wish.texts, **asdict(wish.threshold))
        asked, is_known = queries.asked_for_in(study_id), wish.preview_id in asked_in(study_id)
        op.require(policy.may_ask(actor, study, wish, asked, has_asked_about_them=is_known))
        Release(
            id=release_id,
            study_id=study_id,
            asked_by=actor.person,
            asked_at=clock.now(),
            sealed_wish=queries.sealed(release_id, "wish", wish.as_json()),
        ).save(force_insert=True)
    measure_release(INSTALLATION, release_id)
    return release_id


def measure_release(actor: Actor, release_id: UUID) -> None:
    """Measure what a release would risk among those who permit it at this moment; the numbers are kept, and nobody's name."""
    with operation(Act.MEASURE, actor, FOR) as op:
        op.note(release=release_id)
        op.require(policy.may_work(actor))
        row = Release.objects.get(pk=release_id)
        wish, study = queries.wish_of(row), queries.study_of(row, None)
        members = gathering.cohort(asked_in(row.study_id)[wish.preview_id], study.plan.topics)
        ground = gathering.ground(members, wish, queries.earlier_than(row), clock.now().date())
        found = coarse.findings(ground, wish, has_tagger=gathering.tagger() is not None)
        keep_findings(op, row, found)


def keep_findings(op: Operation, row: Release, found: Findings) -> None:
    """Keep what was measured beside its release."""
    row.sealed_findings = queries.sealed(row.id, "findings", found.as_json())
    row.is_safe, row.measured_at = found.is_safe, clock.now()
    row.save(update_fields=["sealed_findings", "is_safe", "measured_at"])
    op.note(safe=found.is_safe, why=" ".join(found.why) or "nothing")


def list_releases(actor: Actor, study_id: UUID) -> StudyReleases:
    """Return a study's releases, the questions whose cohorts could be asked for, and the keys of recipients."""
    with operation(Act.LIST, actor, FOR) as op:
        op.note(study=study_id)
        study = study_seen_by(study_id, actor.person)
        op.require(policy.may_list(actor, study))
        rows = Release.objects.filter(study_id=study_id).order_by("-asked_at")
        views = queries.views_of(rows, study, own_of=actor.person)
        return StudyReleases(study, views, asked_in(study_id), queries.recipients_of(study_id))


def see_release(actor: Actor, release_id: UUID) -> ReleaseView:
    """Return what was asked for, what it risks and how far it is; not one row of it."""
    with operation(Act.SEE, actor, FOR) as op:
        op.note(release=release_id)
        row = Release.objects.get(pk=release_id)
        study = queries.study_of(row, actor.person)
        op.require(policy.may_list(actor, study))
        return queries.view_of(row, study, is_own=row.asked_by == actor.person)


def decide_release(actor: Actor, release_id: UUID, *, approves: bool) -> None:
    """Hand a release out, or turn it down, once."""
    with operation(Act.DECIDE, actor, FOR) as op:
        op.note(release=release_id, approved=approves)
        row = Release.objects.get(pk=release_id)
        op.require(policy.may_decide(actor, row, queries.study_of(row, actor.person)))
        undecided = Release.objects.filter(pk=release_id, decided_at=None, is_safe=True)
        op.was_first(
            undecided.update(is_approved=approves, decided_by=actor.person, decided_at=clock.now()), "decided-already"
        )
