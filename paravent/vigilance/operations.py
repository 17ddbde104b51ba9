"""What is done about looks without a reason. One function, one use case, one line in the log."""

from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID, uuid4

from paravent.access.operation import Operation, operation, unseen
from paravent.access.terms import INSTALLATION, Actor, BrakeKind, Purpose, Refused, Role
from paravent.breaches import steps
from paravent.breaches.queries import breach_with
from paravent.breaches.terms import Finding
from paravent.kernel import clock
from paravent.ledger.queries import lines
from paravent.people import steps as people
from paravent.people.queries import brakes_of, live_brakes, patients_by_id
from paravent.people.standing import granted_to, others_watch
from paravent.people.terms import Because, BrakeView
from paravent.ties.queries import homes_kept
from paravent.vigilance import crowds, own, policy, queries
from paravent.vigilance.models import BrakeRule, Budget, Case, Explanation, Question
from paravent.vigilance.terms import (
    BRAKED_FOR,
    CONSULTS_ON,
    KEPT,
    SHORTEST_REMARK,
    Act,
    Answer,
    Asked,
    Desk,
    Explanations,
    Listed,
    Mode,
    NotProposed,
    RemarkTooShort,
    Unknown,
    Verdict,
)
from paravent.vigilance.terms import Case as CaseView
from paravent.visits.queries import consulting

WORK = Purpose.OPERATIONS


def judge_log(actor: Actor) -> int:
    """Judge the log and file what is worth a question, within the budget; returns how many cases were filed."""
    # Here, not above: whoever serves a page needs none of what judges, and Polars takes its time to load.
    from paravent.vigilance.feed import gather_frames
    from paravent.vigilance.mined import adopted_paths, judged_with
    from paravent.vigilance.steps import file_cases

    frames, numbers = gather_frames(actor)
    with unseen(Act.JUDGE, actor, WORK) as op:
        adopted = adopted_paths(op)
    judged, proposals = judged_with(frames, adopted)
    with operation(Act.FILE, actor, WORK) as op:
        op.require(policy.may_judge(actor))
        op.note(adopted=" ".join(path.name for path in adopted))
        filed = file_cases(op, judged, numbers, proposals)
        op.note(filed=filed, version=judged.version)
    brake_cases(actor)
    return filed


def judge_newest(actor: Actor, places: range) -> int:
    """Judge the lines at these places of the log, and file or add to a case what is above the line; returns how many cases that were.

    It says of these lines what the next run over everybody will say; what a week is beside other weeks only the run says.
    """
    from paravent.vigilance.newest import judged_newest
    from paravent.vigilance.steps import file_newest, newest_found

    with unseen(Act.FILE, actor, WORK) as op:
        told = judged_newest(op, places)
        if told is None:
            return 0
        newest, judged = told
        found = newest_found(judged, newest.numbers, newest.people, newest.monday.date())
    if not (found.chosen or found.beside or found.grown):
        return 0
    with operation(Act.FILE, actor, WORK) as op:
        op.require(policy.may_judge(actor))
        op.note(first=places.start, end=places.stop)
        filed = file_newest(op, judged, newest.numbers, newest.people, newest.monday.date())
    brake_cases(actor)
    return filed


def list_cases(actor: Actor) -> Desk:
    """Return the queue, what was decided, what waits for a place, and what stayed just below the line."""
    with operation(Act.LIST, actor, WORK) as op:
        op.require(policy.may_list(actor))
        run = queries.last_run()
        unplaced, below = queries.without_case(actor.person)
        desk = Desk(
            queries.waiting(actor.person),
            queries.closed(actor.person),
            tuple(unplaced),
            tuple(below),
            queries.budget(),
            run.at if run else None,
            tuple(queries.rules().values()),
        )
        told = [*desk.waiting, *(other for one in desk.waiting for other in one.others), *desk.closed]
        op.note(shown=" ".join(str(one.case_id) for one in told))
    return replace(desk, unknown=_unknown())


def _unknown() -> Unknown:
    with unseen(Act.LIST, INSTALLATION, WORK):
        return queries.unknown()


def see_case(actor: Actor, case_id: UUID) -> CaseView:
    """Return a case with everything that speaks for and against it."""
    with operation(Act.SEE, actor, WORK) as op:
        case = Case.objects.get(pk=case_id)
        op.note(case=case_id, person=case.person_id)
        op.require(policy.may_see(actor, case, is_about_watcher=_watches(case)))
        crowd = [one for one in crowds.crowd_of(case) if _may_see_too(actor, one)]
        op.note(crowd=" ".join(str(one.id) for one in crowd))
        view = replace(queries.case_of(case), crowd=crowds.members(crowd), breach_id=breach_with(case_id))
        is_alone = _watches(case) and not others_watch(case.person_id)
    return replace(view, is_home_kept=_is_home_kept(case.person_id), is_of_the_only_officer=is_alone)


def _may_see_too(actor: Actor, case: Case) -> bool:
    return policy.may_see(actor, case, is_about_watcher=_watches(case)).allowed


def _is_home_kept(person_id: UUID) -> bool:
    with unseen(Act.SEE, INSTALLATION, WORK):
        return person_id in homes_kept()


def ask_person(actor: Actor, case_id: UUID, entry_id: UUID) -> None:
    """Ask whoever opened a file why. They see from then on that there is a case."""
    with operation(Act.ASK, actor, WORK) as op:
        case = Case.objects.get(pk=case_id)
        op.note(case=case_id, person=case.person_id, entry=entry_id)
        op.require(policy.may_work(actor, case, is_about_watcher=_watches(case)))
        if Question.objects.filter(entry_id=entry_id).exists():
            raise Refused("asked-already")
        look = next((one for one in case.looks if one["entry"] == str(entry_id)), None)
        if look is None:
            raise Refused("nothing-there-for-you")
        question_id = uuid4()
        patient = next((line.patient for line in lines(entry=entry_id)), None)
        Question(
            id=question_id,
            case_id=case_id,
            entry_id=entry_id,
            person_id=case.person_id,
            patient_id=patient,
            sealed_patient=queries.sealed(question_id, "patient", _name_of(patient)),
            act=look["act"],
            outcome=look["outcome"],
            at=look["at"],
            asked_by=actor.person,
            asked_at=clock.now(),
        ).save(force_insert=True)
        Case.objects.filter(pk=case_id, told_at=None).update(told_at=clock.now())


def answer_question(actor: Actor, question_id: UUID, answer: Answer) -> None:
    """Keep why somebody opened a file, in their own choice of words. It is not changed afterwards."""
    with operation(Act.ANSWER, actor, WORK) as op:
        question = Question.objects.get(pk=question_id)
        op.note(case=question.case_id, entry=question.entry_id, answer=answer)
        op.require(policy.may_answer(actor, question))
        # Whose file it was is not needed any more: the answer stands beside the line of the log.
        kept = Question.objects.filter(pk=question_id, answer=None).update(
            answer=answer, answered_at=clock.now(), sealed_patient=None
        )
        op.was_first(kept, "answered-already")


def decide_case(actor: Actor, case_id: UUID, verdict: Verdict, remark: str) -> None:
    """Keep what was found, and why. A breach needs a second person before it counts. Raises RemarkTooShort."""
    _long_enough(remark)
    with operation(Act.DECIDE, actor, WORK) as op:
        case = Case.objects.get(pk=case_id)
        op.note(case=case_id, person=case.person_id, verdict=verdict)
        op.require(policy.may_work(actor, case, is_about_watcher=_watches(case)))
        now = clock.now()
        decided = Case.objects.filter(pk=case_id, verdict=None).update(
            verdict=verdict,
            sealed_remark=queries.sealed(case_id, "remark", remark.strip()),
            decided_by=actor.person,
            decided_at=now,
            confirmed_by=None,
            told_at=case.told_at or now,
            keep_until=None if verdict == Verdict.BREACH else now + KEPT[verdict],
        )
        op.was_first(decided, "decided-already")
        if verdict != Verdict.BREACH:
            people.lift_brakes(op, [brake.brake_id for brake in brakes_of(case_id=case_id)])


def confirm_case(actor: Actor, case_id: UUID, *, agrees: bool, remark: str) -> None:
    """Say as the second person whether it was a breach. Who disagrees opens the case again. Raises RemarkTooShort."""
    _long_enough(remark)
    with operation(Act.CONFIRM, actor, WORK) as op:
        case = Case.objects.get(pk=case_id)
        op.note(case=case_id, person=case.person_id, agrees=agrees)
        op.require(policy.may_confirm(actor, case))
        now, words = clock.now(), queries.sealed(case_id, "second-remark", remark.strip())
        unconfirmed = Case.objects.filter(pk=case_id, verdict=Verdict.BREACH, confirmed_at=None)
        if agrees:
            kept = unconfirmed.update(
                sealed_second_remark=words,
                confirmed_by=actor.person,
                confirmed_at=now,
                keep_until=now + KEPT[Verdict.BREACH],
            )
        else:
            # Who disagreed stays beside what they wrote, until somebody decides again.
            kept = unconfirmed.update(
                verdict=None, decided_by=None, decided_at=None, sealed_second_remark=words, confirmed_by=actor.person
            )
        op.was_first(kept, "nothing-to-confirm")
        if agrees:
            steps.add_finding(op, _finding(case))


def see_own(actor: Actor) -> tuple[tuple[Asked, ...], tuple[Listed, ...], tuple[BrakeView, ...]]:
    """Return what somebody was asked, which cases are held about them, and what holds them back."""
    with operation(Act.SEE_OWN, actor, WORK) as op:
        op.require(policy.may_see_own(actor))
        brakes = tuple(brakes_of(person_id=actor.person))
        return own.questions_to(actor.person), own.cases_about(actor.person), brakes


def set_budget(actor: Actor, per_week: int) -> None:
    """Say how many cases a week shall be filed."""
    with operation(Act.SET_BUDGET, actor, WORK) as op:
        op.note(per_week=per_week)
        op.require(policy.may_set_budget(actor))
        Budget(per_week=per_week, said_by=actor.person, said_at=clock.now()).save(force_insert=True)


def set_brake(actor: Actor, kind: BrakeKind, mode: Mode, above: float) -> None:
    """Say whether a brake is used, and from which score of a case on it goes on by itself."""
    with operation(Act.SET_BRAKE, actor, WORK) as op:
        op.note(brake=kind, mode=mode, above=above)
        op.require(policy.may_set_brake(actor))
        BrakeRule(kind=kind, mode=mode, above=above, said_by=actor.person, said_at=clock.now()).save(force_insert=True)


def put_brake(actor: Actor, case_id: UUID, kind: BrakeKind) -> None:
    """Hold back whom a case is about, until it is decided; they see that, and why."""
    # Who consults is the installation's to see, not the officer's: neither learns with whom.
    is_pause = kind == BrakeKind.PAUSE and (actor.is_a(Role.SYSTEM) or policy.may_list(actor).allowed)
    after = _consultation(case_id) if is_pause else None
    with operation(Act.PUT_BRAKE, actor, WORK) as op:
        case = Case.objects.get(pk=case_id)
        op.note(case=case_id, person=case.person_id, brake=kind)
        watches, others = _watches(case), others_watch(case.person_id)
        rule = queries.rules()[kind]
        op.require(policy.may_put_brake(actor, case, rule, is_about_watcher=watches, others_watch=others))
        op.alone(f"brakes of {case.person_id}")
        now = clock.now()
        if live_brakes(now).filter(person_id=case.person_id, kind=kind).exists():
            raise Refused("brake-is-on")
        because = Because.SCORE if actor.is_a(Role.SYSTEM) else Because.BY_HAND
        people.put_brake(
            op, case.person_id, kind, because=because, case_id=case_id, until=now + BRAKED_FOR, after=after
        )
        Case.objects.filter(pk=case_id, told_at=None).update(told_at=now)


def brake_cases(actor: Actor) -> int:
    """Put on the brakes that go on by themselves with a case; returns how many."""
    with unseen(Act.CONSIDER_BRAKE, actor, WORK):
        due = queries.brakes_due()
    put = 0
    for case_id, kind in due:
        # Refused: the last who watches, or somebody whom another case holds back already. The log has it.
        with suppress(Refused):
            put_brake(actor, case_id, kind)
            put += 1
    return put


def lift_brake(actor: Actor, brake_id: UUID, remark: str) -> UUID:
    """Take a brake off before the case is decided, and say why; returns the case. Raises RemarkTooShort."""
    _long_enough(remark)
    with operation(Act.LIFT_BRAKE, actor, WORK) as op:
        brake = live_brakes(clock.now()).get(pk=brake_id)
        op.note(case=brake.case_id, person=brake.person_id)
        op.require(policy.may_lift_brake(actor, brake.person_id))
        if not people.lift_brakes(op, [brake_id], remark.strip()):
            raise Refused("brake-is-off")
        return brake.case_id


def _consultation(case_id: UUID) -> tuple[UUID, datetime] | None:
    """Return the consultation in which whom a case is about is just now, and when a pause begins if they do not end it."""
    with operation(Act.CONSIDER_BRAKE, INSTALLATION, WORK) as op:
        op.require(policy.may_judge(op.actor))
        case = Case.objects.get(pk=case_id)
        op.note(case=case_id, person=case.person_id)
        visit_id = consulting(case.person_id)
        return (visit_id, clock.now() + CONSULTS_ON) if visit_id else None


def list_explanations(actor: Actor) -> Explanations:
    """Return which explanations the last run proposed, and what was decided about others."""
    with operation(Act.LIST_EXPLANATIONS, actor, WORK) as op:
        op.require(policy.may_explain(actor))
        return queries.explanations()


def adopt_explanation(actor: Actor, name: str, remark: str) -> None:
    """Let a proposed path explain accesses from now on. Raises RemarkTooShort, NotProposed."""
    _long_enough(remark)
    with operation(Act.ADOPT, actor, WORK) as op:
        _decide_proposal(op, name, remark, is_adopted=True)


def reject_explanation(actor: Actor, name: str, remark: str) -> None:
    """Let a path not be proposed again. Raises RemarkTooShort, NotProposed."""
    _long_enough(remark)
    with operation(Act.REJECT, actor, WORK) as op:
        _decide_proposal(op, name, remark, is_adopted=False)


def _decide_proposal(op: Operation, name: str, remark: str, *, is_adopted: bool) -> None:
    op.note(explanation=name)
    op.require(policy.may_explain(op.actor))
    op.alone(f"explanation {name}")
    found = queries.proposed(name)
    if found is None or Explanation.objects.filter(name=name, ended_at=None).exists():
        raise NotProposed
    explanation_id = uuid4()
    Explanation(
        id=explanation_id,
        name=name,
        proposal=asdict(found),
        is_adopted=is_adopted,
        sealed_remark=queries.sealed(explanation_id, "remark", remark.strip()),
        said_by=op.actor.person,
        said_at=clock.now(),
    ).save(force_insert=True)


def take_back_explanation(actor: Actor, explanation_id: UUID, remark: str) -> None:
    """Let what was decided count no more: what an adopted path explained is a question again. Raises RemarkTooShort, NotProposed."""
    _long_enough(remark)
    with operation(Act.TAKE_BACK, actor, WORK) as op:
        op.require(policy.may_explain(actor))
        op.note(explanation=Explanation.objects.get(pk=explanation_id).name)
        ended = Explanation.objects.filter(pk=explanation_id, ended_at=None).update(
            ended_by=actor.person,
            ended_at=clock.now(),
            sealed_end=queries.sealed(explanation_id, "end", remark.strip()),
        )
        if not ended:
            raise NotProposed


def forget_cases(actor: Actor) -> int:
    """Delete the cases whose time is over, with their questions; returns how many."""
    with operation(Act.FORGET, actor, WORK) as op:
        op.require(policy.may_judge(actor))
        due = list(Case.objects.filter(keep_until__lt=clock.now()).values_list("id", flat=True))
        Question.objects.filter(case_id__in=due).delete()
        Case.objects.filter(id__in=due).delete()
        op.note(forgotten=len(due))
        return len(due)


def _finding(case: Case) -> Finding:
    """Return what two found of one person. Whoever else stands in the same place is of the same matter, and so of one breach."""
    return Finding(
        matter=case.beside_id or case.id,
        case=case.id,
        person=case.person_id,
        patients=frozenset(UUID(look["patient"]) for look in case.looks if look["patient"]),
        found=queries.remarks_of(case)[0],
        # From when the first of the two knew, not from when the second agreed.
        known_at=case.decided_at or clock.now(),
    )


def _long_enough(remark: str) -> None:
    if len(remark.strip()) < SHORTEST_REMARK:
        raise RemarkTooShort


def _name_of(patient_id: UUID | None) -> str:
    known = patients_by_id({patient_id}) if patient_id else {}
    return next((person.identity.name for person in known.values()), "")


def _watches(case: Case) -> bool:
    return Role.DPO in granted_to(case.person_id)
