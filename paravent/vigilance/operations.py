"""What is done about looks without a reason. One function, one use case, one line in the log."""

from uuid import UUID, uuid4

from paravent.access.operation import Operation, operation, unseen
from paravent.access.terms import Actor, Purpose, Refused, Role
from paravent.breaches import steps
from paravent.kernel import clock
from paravent.ledger.queries import lines
from paravent.people.queries import patients_by_id, roles_of
from paravent.vigilance import policy, queries
from paravent.vigilance.models import Budget, Case, Question
from paravent.vigilance.terms import KEPT, SHORTEST_REMARK, Act, Answer, Asked, Desk, Listed, RemarkTooShort, Verdict
from paravent.vigilance.terms import Case as CaseView

WORK = Purpose.OPERATIONS


def judge_log(actor: Actor) -> int:
    """Judge the log and file what is worth a question, within the budget; returns how many cases were filed."""
    # Here, not above: whoever serves a page needs none of what judges, and Polars takes its time to load.
    from paravent.judgement.scoring import judge
    from paravent.vigilance.feed import gather_frames
    from paravent.vigilance.steps import file_cases

    frames, numbers = gather_frames(actor)
    judged = judge(frames)
    with operation(Act.FILE, actor, WORK) as op:
        op.require(policy.may_judge(actor))
        filed = file_cases(op, judged, numbers)
        op.note(filed=filed, version=judged.version)
    return filed


def judge_newest(actor: Actor, places: range) -> int:
    """Judge the lines at these places of the log, and file or add to a case what is above the line; returns how many cases that were.

    It says of these lines what the next run over everybody will say; what a week is beside other weeks only the run says.
    """
    from paravent.judgement.scoring import judge_files
    from paravent.vigilance.newest import read_newest
    from paravent.vigilance.steps import file_newest, newest_found

    with unseen(Act.FILE, actor, WORK) as op:
        newest = read_newest(op, places)
        if newest is None:
            return 0
        judged = judge_files(newest.frames)
        found = newest_found(judged, newest.numbers, newest.people, newest.monday.date())
    if not (found.chosen or found.grown):
        return 0
    with operation(Act.FILE, actor, WORK) as op:
        op.require(policy.may_judge(actor))
        op.note(first=places.start, end=places.stop)
        return file_newest(op, judged, newest.numbers, newest.people, newest.monday.date())


def list_cases(actor: Actor) -> Desk:
    """Return the queue, what was decided, and what stayed just below the line."""
    with operation(Act.LIST, actor, WORK) as op:
        op.require(policy.may_list(actor))
        run = queries.last_run()
        desk = Desk(
            queries.waiting(actor.person),
            queries.closed(actor.person),
            queries.below(),
            queries.budget(),
            run.at if run else None,
        )
        op.note(shown=" ".join(str(one.case_id) for one in (*desk.waiting, *desk.closed)))
        return desk


def see_case(actor: Actor, case_id: UUID) -> CaseView:
    """Return a case with everything that speaks for and against it."""
    with operation(Act.SEE, actor, WORK) as op:
        case = Case.objects.get(pk=case_id)
        op.note(case=case_id, person=case.person_id)
        op.require(policy.may_see(actor, case, is_about_watcher=_watches(case)))
        return queries.case_of(case)


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
        if not kept:
            raise Refused("answered-already")


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
        if not decided:
            raise Refused("decided-already")


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
        if not kept:
            raise Refused("nothing-to-confirm")
        if agrees:
            _open_breach(op, case)


def see_own(actor: Actor) -> tuple[tuple[Asked, ...], tuple[Listed, ...]]:
    """Return what somebody was asked, and which cases are held about them."""
    with operation(Act.SEE_OWN, actor, WORK) as op:
        op.require(policy.may_see_own(actor))
        return queries.questions_to(actor.person), queries.about(actor.person)


def set_budget(actor: Actor, per_week: int) -> None:
    """Say how many cases a week shall be filed."""
    with operation(Act.SET_BUDGET, actor, WORK) as op:
        op.note(per_week=per_week)
        op.require(policy.may_set_budget(actor))
        Budget(per_week=per_week, said_by=actor.person, said_at=clock.now()).save(force_insert=True)


def forget_cases(actor: Actor) -> int:
    """Delete the cases whose time is over, with their questions; returns how many."""
    with operation(Act.FORGET, actor, WORK) as op:
        op.require(policy.may_judge(actor))
        due = list(Case.objects.filter(keep_until__lt=clock.now()).values_list("id", flat=True))
        Question.objects.filter(case_id__in=due).delete()
        Case.objects.filter(id__in=due).delete()
        op.note(forgotten=len(due))
        return len(due)


def _open_breach(op: Operation, case: Case) -> None:
    """Start the clock: from when the first of the two knew, not from when the second agreed."""
    steps.open_breach(
        op,
        happened=queries.remark_of(case),
        became_aware_at=case.decided_at or clock.now(),
        patients=[UUID(look["patient"]) for look in case.looks if look["patient"]],
        persons=[case.person_id],
        case_id=case.id,
    )


def _long_enough(remark: str) -> None:
    if len(remark.strip()) < SHORTEST_REMARK:
        raise RemarkTooShort


def _name_of(patient_id: UUID | None) -> str:
    known = patients_by_id({patient_id}) if patient_id else {}
    return next((person.identity.name for person in known.values()), "")


def _watches(case: Case) -> bool:
    return Role.DPO in roles_of(case.person_id)
