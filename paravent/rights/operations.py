"""What is done about a patient's request. One function, one use case, one line in the log."""

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from paravent.access.bearers import digest_of
from paravent.access.operation import Operation, operation, unseen
from paravent.access.policy import may_forget
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role
from paravent.kernel import clock, retention
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.people import queries as people_queries
from paravent.people import steps as people
from paravent.people.terms import Identity, Person
from paravent.rights import policy, queries, steps
from paravent.rights.models import Correction, PickUp, Request, RequestDeadline, Telling
from paravent.rights.terms import (
    AGAIN_WITHIN,
    ANSWER_WITHIN_MONTHS,
    CODE_FOR,
    EXTENDED_BY_MONTHS,
    Act,
    CodeNotValid,
    Kind,
    Outcome,
    OwnRights,
    Portable,
    ReceivedTooLate,
    RequestView,
    ToCorrect,
    WithheldFor,
    months_later,
)
from paravent.visits import steps as visits
from paravent.visits.steps import of_own_visit

WORK = Purpose.OPERATIONS
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which are misread on paper. 32 letters: five bits each."""
CODE_LETTERS = 20


def ask_for(guest: Actor, visit_id: VisitId, kind: Kind, wish: str) -> UUID:
    """Take a request from the patient's own page; the month runs from now."""
    with operation(Act.ASK, guest, Purpose.PATIENT_REQUEST) as op:
        visit = of_own_visit(op, guest, visit_id)
        op.note(kind=kind)
        return steps.keep_request(op, visit.patient_id, kind, wish.strip(), clock.now())


def see_own_rights(guest: Actor, visit_id: VisitId) -> OwnRights:
    """Return what the patient asked for, how it stands, and whether they are told of each look."""
    with operation(Act.SEE_OWN, guest, Purpose.PATIENT_REQUEST) as op:
        visit = of_own_visit(op, guest, visit_id)
        has_address = bool(people_queries.patient(visit.patient_id).identity.email)
        requests = tuple(queries.requests_of(visit.patient_id))
        can_be_told = has_address and bool(settings.EMAIL_HOST)
        return OwnRights(requests, queries.is_told(visit.patient_id), can_be_told)


def switch_telling(guest: Actor, visit_id: VisitId, *, on: bool) -> None:
    """Let a patient be told by e-mail of each look into their file, or not any more (EHDS Art. 9, recital 16)."""
    with operation(Act.SWITCH_TELLING, guest, Purpose.PATIENT_REQUEST) as op:
        visit = of_own_visit(op, guest, visit_id)
        op.note(on="yes" if on else "no")
        if not on:
            Telling.objects.filter(pk=visit.patient_id).delete()
        elif not queries.is_told(visit.patient_id):
            now = clock.now()
            Telling(patient_id=visit.patient_id, asked_at=now, told_until=now).save(force_insert=True)


def tell_patients(actor: Actor) -> int:
    """Tell whoever asked for it that somebody looked; returns how many were. Who cannot be reached is tried again."""
    if not settings.EMAIL_HOST:
        return 0
    with unseen(Act.TELL, actor, WORK):
        waiting = queries.waiting_to_be_told(clock.now())
    told = 0
    for patient_id in waiting:
        # The gate has recorded what went wrong; the next one is told all the same.
        with suppress(OSError, SMTPException):
            told += _tell(actor, patient_id)
    return told


def _tell(actor: Actor, patient_id: UUID) -> bool:
    with operation(Act.TELL, actor, WORK) as op:
        op.note(patient=patient_id)
        op.require(policy.may_tell(actor))
        row = Telling.objects.select_for_update().get(pk=patient_id)
        person = people_queries.patients_by_id([patient_id]).get(PatientId(patient_id))
        reached = bool(person and person.identity.email)
        if person and reached:
            # Before the commit: what was not sent is not noted as told.
            steps.send_word(op, person.identity.email, person.identity.language)
        row.told_until = row.told_at = clock.now()
        row.save(update_fields=["told_until", "told_at"])
        return reached


def withhold_name(
    actor: Actor, request_id: UUID, person: UUID, ground: WithheldFor, reason: str, until: datetime
) -> None:
    """Keep a colleague's name from a patient for a time, with the reason (EHDS Art. 9). Raises TextTooShort.

    That somebody looked, when and why the patient reads all the same, and that a name is withheld.
    """
    steps.long_enough(reason)
    with operation(Act.WITHHOLD, actor, WORK) as op:
        row = _noted(op, request_id)
        op.require(policy.may_handle(actor))
        visits.withhold_name(op, row.patient_id, person, ground=ground, reason=reason.strip(), until=until)


def tell_name_again(actor: Actor, request_id: UUID, person: UUID) -> None:
    """Let a patient read a colleague's name again."""
    with operation(Act.TELL_NAME, actor, WORK) as op:
        row = _noted(op, request_id)
        op.require(policy.may_handle(actor))
        visits.tell_name_again(op, row.patient_id, person)


def find_for_request(actor: Actor, text: str) -> list[Person]:
    """Return whom a letter may be from, by name or birth date."""
    with operation(Act.FIND, actor, WORK) as op:
        op.require(policy.may_handle(actor))
        return people.find_and_show(op, text)


def enter_request(actor: Actor, patient_id: PatientId, kind: Kind, wish: str, received_at: datetime) -> UUID:
    """Enter a request that came by letter or was said at the counter; the month runs from when it came. Raises ReceivedTooLate."""
    if received_at > clock.now():
        raise ReceivedTooLate
    with operation(Act.ENTER, actor, WORK) as op:
        op.note(patient=patient_id, kind=kind)
        is_erased = people_queries.is_erased(patient_id)
        op.require(policy.may_enter(actor, kind, is_erased=is_erased))
        if not is_erased:
            people_queries.patient(patient_id)
        return steps.keep_request(op, patient_id, kind, wish.strip(), received_at)


def list_requests(actor: Actor) -> list[RequestView]:
    """Return every request, those that wait first, by their deadline."""
    with operation(Act.LIST, actor, WORK) as op:
        op.require(policy.may_handle(actor))
        found = queries.all_requests()
        for one in found:
            op.show(one.patient_id)
        return found


def see_request(actor: Actor, request_id: UUID) -> RequestView:
    """Return one request."""
    with operation(Act.SEE, actor, WORK) as op:
        row = _noted(op, request_id)
        op.require(policy.may_handle(actor))
        found = queries.view_of(row)
        return replace(found, looked=queries.looked_at(row.patient_id), withheld=queries.names_withheld(row.patient_id))


def extend_deadline(actor: Actor, request_id: UUID, reason: str) -> None:
    """Move the deadline by two months, with the reason that the patient reads. Raises TextTooShort."""
    steps.long_enough(reason)
    with operation(Act.EXTEND, actor, WORK) as op:
        row = _locked(op, request_id)
        deadline = RequestDeadline.objects.get(pk=request_id)
        op.require(policy.may_extend(actor, row, deadline.due_at, clock.now()))
        row.sealed_extension = queries.sealed(row.id, "extension", reason.strip())
        row.save(update_fields=["sealed_extension"])
        # From receipt, not from the end of the first month: a 31st would come out as a 28th.
        deadline.due_at = months_later(row.asked_at, ANSWER_WITHIN_MONTHS + EXTENDED_BY_MONTHS)
        deadline.save(update_fields=["due_at"])


def answer_request(actor: Actor, request_id: UUID, outcome: Outcome, answer: str) -> None:
    """Answer a request, with what the patient is told; the clock stops. Raises TextTooShort."""
    steps.long_enough(answer)
    with operation(Act.ANSWER, actor, WORK) as op:
        row = _locked(op, request_id)
        op.note(outcome=outcome)
        op.require(policy.may_handle(actor, row))
        row.outcome, row.sealed_answer = outcome, queries.sealed(row.id, "answer", answer.strip())
        row.answered_by, row.answered_at = actor.person, clock.now()
        row.save(update_fields=["outcome", "sealed_answer", "answered_by", "answered_at"])
        RequestDeadline.objects.filter(pk=request_id, stopped_at=None).update(stopped_at=row.answered_at)


def hand_out(actor: Actor, request_id: UUID) -> str:
    """Return a code by which the patient fetches report and copy; it is shown once, and an earlier one ends.

    Whoever hands it out has checked who asks (Art. 12(6)), and opens nothing themselves.
    """
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
    with operation(Act.HAND_OUT, actor, WORK) as op:
        row = _locked(op, request_id)
        op.require(policy.may_hand_out(actor, row))
        now = clock.now()
        PickUp.objects.filter(request_id=request_id, ends_at__gt=now).update(ends_at=now)
        PickUp(
            digest=digest_of(code),
            request_id=request_id,
            patient_id=row.patient_id,
            made_by=actor.person,
            made_at=now,
            ends_at=now + CODE_FOR,
        ).save(force_insert=True)
    return "-".join(code[start : start + 5] for start in range(0, CODE_LETTERS, 5))


def pick_up(code: str) -> Portable:
    """Return report and copy to whoever bears the code, read as the patient. Raises CodeNotValid."""
    found = _present(code)
    if found is None:
        raise CodeNotValid
    patient = Actor(PersonId(found.patient_id), frozenset({Role.PATIENT}))
    with operation(Act.PICK_UP, patient, Purpose.PATIENT_REQUEST) as op:
        op.note(patient=found.patient_id, request=found.request_id)
        op.require(policy.may_pick_up(patient, found))
        made = queries.portable(found.patient_id, op.entry_id)
        op.note(resources=len(made.bundle["entry"]), documents=len(made.documents))
        return made


def _present(code: str) -> PickUp | None:
    plain = "".join(code.upper().split()).replace("-", "")
    with operation(Act.PRESENT, INSTALLATION, WORK) as op:
        op.require(policy.may_present(op.actor))
        now = clock.now()
        row = PickUp.objects.select_for_update().filter(digest=digest_of(plain), ends_at__gt=now).first()
        op.note(found="yes" if row else "no")
        if row is not None and row.used_at is None:
            row.used_at, row.ends_at = now, now + AGAIN_WITHIN
            row.save(update_fields=["used_at", "ends_at"])
        return row


def restrict_file(actor: Actor, request_id: UUID) -> None:
    """Close a file to everybody but the patient, an emergency aside: it is kept, and nothing else is done with it (Art. 18)."""
    with operation(Act.RESTRICT, actor, WORK) as op:
        row = _noted(op, request_id)
        op.require(policy.may_handle(actor))
        people.restrict(op, row.patient_id)


def lift_restriction(actor: Actor, request_id: UUID) -> None:
    """Open a file again to whoever cares for the patient; the patient is told before (Art. 18(3))."""
    with operation(Act.LIFT, actor, WORK) as op:
        row = _noted(op, request_id)
        op.require(policy.may_handle(actor))
        people.lift_restriction(op, row.patient_id)


def list_corrections(actor: Actor) -> list[ToCorrect]:
    """Return what patients say is wrong about who they are, and how it stands."""
    with operation(Act.LIST_CORRECTIONS, actor, WORK) as op:
        op.require(policy.may_correct(actor))
        found = queries.open_corrections()
        for one in found:
            op.show(one.patient_id)
        who = people_queries.patients_by_id({one.patient_id for one in found})
        return [
            ToCorrect(one, known.name, known.birth_date, known.phone, known.email)
            for one in found
            if (person := who.get(PatientId(one.patient_id))) and (known := person.identity)
        ]


def correct_identity(actor: Actor, request_id: UUID, identity: Identity) -> None:
    """Correct who a patient is (Art. 16); how it stood before is kept, sealed."""
    with operation(Act.CORRECT, actor, WORK) as op:
        row = _locked(op, request_id)
        op.require(policy.may_correct(actor))
        before = people_queries.patient(row.patient_id).identity
        correction = Correction(request_id=row.id, patient_id=row.patient_id, corrected_by=actor.person)
        correction.corrected_at = clock.now()
        correction.sealed_before = steps.sealed_identity(correction.id, before)
        correction.save(force_insert=True)
        people.rename_patient(op, row.patient_id, replace(identity, language=before.language, coverage=before.coverage))


def forget_requests(actor: Actor) -> int:
    """Delete answered requests whose term is over, and codes that end; empty what an erased patient had asked. Returns how many went."""
    with operation(Act.FORGET, actor, WORK) as op:
        op.require(may_forget(actor))
        now = clock.now()
        due = list(Request.objects.filter(answered_at__lt=now - retention.REQUESTS).values_list("id", flat=True))
        RequestDeadline.objects.filter(pk__in=due).delete()
        visits.forget_withheld(op, now - retention.REQUESTS)
        Correction.objects.filter(corrected_at__lt=now - retention.REQUESTS).delete()
        codes, _ = PickUp.objects.filter(ends_at__lt=now - retention.PICK_UP_CODE).delete()
        Request.objects.filter(pk__in=due).delete()
        op.note(requests=len(due), codes=codes, emptied=steps.empty_what_the_erased_asked(op))
        return len(due)


def _noted(op: Operation, request_id: UUID, rows: QuerySet[Request] | None = None) -> Request:
    row = (Request.objects.all() if rows is None else rows).get(pk=request_id)
    op.note(patient=row.patient_id, request=request_id)
    return row


def _locked(op: Operation, request_id: UUID) -> Request:
    """Return a request that nobody else answers meanwhile; what is answered cannot be taken (row security)."""
    return _noted(op, request_id, Request.objects.select_for_update())
