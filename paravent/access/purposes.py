"""Which role may act for which purpose in which operation. What does not stand here is refused. Pure: no Django.

A policy decides whether this person may do this to this patient; the table is asked after it said yes, so that a policy
which forgets to ask what for opens nothing. Codes: HL7 v3 PurposeOfUse (docs/adr/0006-purpose-on-every-operation.md).
"""

from collections.abc import Iterable

from paravent.access.terms import Decision, Purpose, Role, allow, refuse

EVERYBODY = "everybody"
"""Whoever comes, with a role or without: a guest by a link, a newcomer by theirs, a patient by a program's token."""

TABLE = """
chart.open                TREAT clinician; ETREAT clinician
document.open             TREAT clinician; ETREAT clinician
resource.label            TREAT clinician
records.import            HOPERAT system

file.export               TREAT clinician
file.print                TREAT clinician
file.copy                 TREAT clinician
file.copy-by-hand         TREAT clinician; ETREAT clinician
file.list-copies          HOPERAT dpo
file.keep-out             PATRQT patient
file.let-in               PATRQT patient

right.ask                 PATRQT patient
right.see-own             PATRQT patient
right.find                HOPERAT dpo
right.enter               HOPERAT dpo
right.list                HOPERAT dpo
right.see                 HOPERAT dpo
right.extend              HOPERAT dpo
right.answer              HOPERAT dpo
right.hand-out            HOPERAT dpo
right.present-code        HOPERAT system
right.pick-up             PATRQT patient
right.list-corrections    HOPERAT reception
right.forget              HOPERAT system
telling.switch            PATRQT patient
telling.send              HOPERAT system
name.withhold             HOPERAT dpo
name.tell-again           HOPERAT dpo
file.restrict             HOPERAT dpo
file.lift-restriction     HOPERAT dpo
patient.correct           HOPERAT reception

paper.draw                HOPERAT dpo administrator

glass.consider            ETREAT clinician
glass.break               ETREAT clinician
glass.list                HOPERAT dpo
glass.review              HOPERAT dpo

use.see                   HRESCH researcher dpo
use.give-code             HRESCH dpo
use.take-list             HRESCH dpo
use.confirm               HRESCH dpo
use.fetch                 HRESCH system
use.acknowledge           HRESCH system

doubt.list                HRESCH clinician
doubt.open                HRESCH clinician
doubt.decide              HRESCH clinician
doubt.forget              HRESCH system
doubt.look-whether-any-waits HRESCH system

research.see-consent      PATRQT patient
research.choose           PATRQT patient
research.propose          HRESCH researcher
research.list             HRESCH researcher dpo
research.see              HRESCH researcher dpo
research.decide           HRESCH dpo
research.end              HRESCH researcher dpo
research.preview          HRESCH researcher
research.count            HRESCH system
research.list-budgets     HRESCH dpo
research.give-budget      HRESCH dpo
research.read-public      HRESCH system
round.attach              HRESCH researcher
round.agree               HRESCH dpo
round.see                 HRESCH researcher dpo
round.take-model          HRESCH researcher dpo
round.take-part           HRESCH system
round.lead                HRESCH system
round.follow              HRESCH system
round.receive             HRESCH system

release.list              HRESCH researcher dpo
release.ask               HRESCH researcher
release.measure           HRESCH system
release.see               HRESCH researcher dpo
release.decide            HRESCH dpo
release.begin             HRESCH researcher system
release.plan              HRESCH system
release.make              HRESCH system
release.finish            HRESCH system
release.vouch             HRESCH system
release.take              HRESCH researcher
release.take-dossier      HRESCH researcher dpo system
release.give-back         HRESCH researcher system
release.name-recipient    HRESCH researcher
release.decide-recipient  HRESCH dpo
release.end-recipient     HRESCH researcher dpo
release.let-recipient-in  HRESCH system
release.say-how-far       HRESCH system
release.fetch             HRESCH system
release.forget            HRESCH system
release.look-whether-any-waits HRESCH system

answer.see                HRESCH researcher dpo
answer.ask                HRESCH researcher
answer.give               HRESCH system
answer.look-whether-any-waits HRESCH system

breach.open               HOPERAT dpo administrator
breach.list               HOPERAT dpo
breach.see                HOPERAT dpo
breach.assess             HOPERAT dpo
breach.draft-notice       HOPERAT dpo
breach.tell               HOPERAT dpo
breach.close              HOPERAT dpo

bill.consider             HPAYMT clinician
bill.accept               HPAYMT clinician
bill.take-back            HPAYMT clinician
bill.list                 HPAYMT clinician reception
bill.list-unbilled        HPAYMT clinician reception
bill.compare              HPAYMT clinician
bill.see                  HPAYMT clinician reception
bill.see-own              PATRQT patient
bill.find-erased          HOPERAT dpo
bill.export               HPAYMT reception
bill.invoice              HPAYMT reception
bill.see-quarter          HPAYMT clinician reception; HOPERAT administrator system
bill.count-cases          HPAYMT reception
bill.see-terms            SYSADMIN administrator
bill.set-terms            SYSADMIN administrator
bill.forget               HOPERAT system
coverage.see              HPAYMT clinician reception
coverage.keep             HPAYMT clinician reception

detour.own-up             TREAT clinician
detour.see-trend          HOPERAT dpo administrator

report.make               HOPERAT clinician reception dpo administrator researcher
report.list               HOPERAT dpo
report.answer             HOPERAT dpo

conformity.check          HOPERAT dpo administrator system
conformity.see            HOPERAT dpo administrator
conformity.print          HOPERAT dpo administrator
conformity.pack           HOPERAT system
conformity.show           HOPERAT dpo administrator
conformity.take-back      HOPERAT dpo administrator

drill.offer               HOPERAT clinician reception dpo administrator researcher
drill.open                HOPERAT clinician reception dpo administrator researcher
drill.decide              HOPERAT clinician reception dpo administrator researcher
drill.see-own             HOPERAT clinician reception dpo administrator researcher
drill.forget-own          HOPERAT clinician reception dpo administrator researcher
drill.take-own            HOPERAT clinician reception dpo administrator researcher
drill.draw-record         HOPERAT dpo administrator
drill.sum-up              HOPERAT system
drill.forget-old          HOPERAT system
drill.see-teams           HOPERAT clinician reception dpo administrator researcher
guidance.look-up          HOPERAT clinician reception dpo administrator researcher
guidance.dismiss          HOPERAT clinician reception dpo administrator researcher
guidance.bring-back       HOPERAT clinician reception dpo administrator researcher
guidance.see-effects      HOPERAT dpo administrator

survey.open               HOPERAT dpo administrator
survey.state              HOPERAT dpo administrator
survey.answer             HOPERAT system
survey.close              HOPERAT dpo administrator
survey.read               HOPERAT clinician reception dpo administrator researcher

patient.register          TREAT clinician; HOPERAT clinician reception system
patient.search            TREAT clinician; HPAYMT reception; HOPERAT clinician reception
patient.list              TREAT clinician
patient.verify            TREAT clinician
patient.see               HOPERAT reception dpo
patient.mark              HOPERAT reception dpo system
patient.erase             HOPERAT dpo system
erasure.list              HOPERAT dpo
erasure.find              HOPERAT dpo
erasure.consider          HOPERAT dpo
block.set                 HOPERAT reception dpo
block.lift                HOPERAT reception dpo
care-relation.open        TREAT clinician

visit.book                HOPERAT clinician reception system
visit.start-now           TREAT clinician
visit.cancel              TREAT clinician; HOPERAT clinician reception
visit.list-day            TREAT clinician; HOPERAT clinician reception system
visit.open                TREAT clinician; HPAYMT clinician reception; HOPERAT clinician reception
visit.assign-patient      TREAT clinician
visit.accept              TREAT clinician
document.compare          TREAT clinician
document.keep-anyway      TREAT clinician
document.send-anyway      TREAT clinician
visit.end                 TREAT clinician
visit.withdraw-consent    PATRQT patient
visit.forget-connections  HOPERAT system

invitation.make           TREAT clinician; HOPERAT clinician reception system
invitation.send           TREAT clinician; HOPERAT clinician reception
invitation.revoke         TREAT clinician; HOPERAT clinician reception
invitation.present        PATRQT patient
invitation.tell           PATRQT system
party.get-ready           PATRQT patient
party.enter               TREAT clinician; PATRQT patient
party.see-room            TREAT clinician; HOPERAT clinician reception; PATRQT patient
party.admit               TREAT clinician; HOPERAT clinician reception
party.remove              TREAT clinician; HOPERAT clinician reception
party.leave               TREAT clinician; PATRQT patient

note.read                 TREAT clinician
note.write                TREAT clinician
note.sign                 TREAT clinician
note.amend                TREAT clinician
summary.read              PATRQT patient
receipt.take              PATRQT patient

desk.see                  HOPERAT dpo

log.read-own              HOPERAT clinician reception dpo administrator researcher paused
log.take-receipt          HOPERAT clinician reception dpo administrator researcher
log.verify                SYSADMIN system
log.forget-old            HOPERAT system
vigilance.judge           HOPERAT system
vigilance.set-budget      HOPERAT dpo
vigilance.see-own         HOPERAT clinician reception dpo administrator researcher paused
vigilance.set-brake       HOPERAT dpo
brake.consider            HOPERAT system
brake.put                 HOPERAT dpo administrator system
brake.lift                HOPERAT dpo
case.file                 HOPERAT system
case.forget               HOPERAT system
explanation.list          HOPERAT dpo
explanation.adopt         HOPERAT dpo
explanation.reject        HOPERAT dpo
explanation.take-back     HOPERAT dpo
case.list                 HOPERAT dpo administrator
case.see                  HOPERAT dpo administrator
case.ask                  HOPERAT dpo administrator
case.decide               HOPERAT dpo administrator
case.confirm              HOPERAT dpo administrator
case.answer               HOPERAT clinician reception dpo administrator researcher paused

staff.list                SYSADMIN administrator system
staff.add                 SYSADMIN administrator system
staff.end                 SYSADMIN administrator system
staff.leave               SYSADMIN administrator system
staff.enrol               SYSADMIN administrator system
staff.use-link            SYSADMIN everybody
staff.forget-links        HOPERAT system
session.begin             SYSADMIN everybody
session.end               SYSADMIN everybody
session.see-own           HOPERAT clinician reception dpo administrator researcher paused system
factor.add                SYSADMIN everybody
factor.remove             SYSADMIN everybody
factor.show               SYSADMIN everybody
role.grant                SYSADMIN administrator system
role.end                  SYSADMIN administrator system
team.make                 SYSADMIN administrator system
team.join                 SYSADMIN administrator system
team.leave                SYSADMIN administrator system
roster.list               SYSADMIN administrator
roster.see-own            HOPERAT clinician reception dpo administrator researcher
roster.add                SYSADMIN administrator system
roster.repeat             SYSADMIN administrator
roster.remove             SYSADMIN administrator

tie.see-own               HOPERAT clinician reception dpo administrator researcher
tie.declare               HOPERAT clinician reception
tie.withdraw              HOPERAT clinician reception dpo administrator researcher
notable.list              HOPERAT dpo
notable.find              HOPERAT dpo
notable.add               HOPERAT reception dpo
notable.decide            HOPERAT dpo
notable.end               HOPERAT dpo
home.see                  SYSADMIN administrator
home.keep                 SYSADMIN administrator

keys.change-practice      SYSADMIN system
keys.change-signing       SYSADMIN system
keys.rewrap               SYSADMIN system
patient.index-anew        SYSADMIN system
records.index-anew        SYSADMIN system
keys.renew-patient        SYSADMIN system
backup.make               SYSADMIN system
ledger.restored           SYSADMIN system
sample.make-teams         SYSADMIN system
sample.make-bills         HOPERAT system
sample.make-study         HOPERAT system

fhir.read                 TREAT clinician program; HPAYMT reception program; HOPERAT reception dpo program system; PATRQT everybody
fhir.vread                TREAT clinician program; HOPERAT system
fhir.history              TREAT clinician program; HOPERAT system
fhir.search               TREAT clinician program; HPAYMT reception program; HOPERAT reception dpo program system; PATRQT everybody
fhir.everything           TREAT clinician program; HOPERAT system
fhir.create               TREAT clinician program; HOPERAT system
fhir.update               TREAT clinician program; HOPERAT system
fhir.patch                TREAT clinician program; HOPERAT system
fhir.delete               TREAT clinician program; HOPERAT system
fhir.transaction          TREAT clinician program; HOPERAT system

program.list              SYSADMIN administrator dpo
program.register          SYSADMIN administrator
program.approve           SYSADMIN dpo
program.revoke            SYSADMIN administrator dpo
program.start             TREAT clinician
program.sign-in           SYSADMIN everybody
mandate.consider          TREAT clinician; HOPERAT reception dpo
mandate.give              TREAT clinician; HPAYMT reception; HOPERAT reception dpo
mandate.list              TREAT clinician; HOPERAT reception dpo
mandate.withdraw          TREAT clinician; HOPERAT reception dpo
mandate.end               TREAT everybody; HPAYMT everybody; HOPERAT everybody
token.give                TREAT clinician program; HPAYMT reception program; HOPERAT reception dpo program
token.look-up             TREAT clinician program; HPAYMT reception program; HOPERAT reception dpo program
token.end                 TREAT everybody; HPAYMT everybody; HOPERAT everybody
token.forget              HOPERAT system
"""
"""For research (HRESCH) nobody opens a file: people propose, decide and ask, and the installation counts."""


def read(table: str) -> dict[str, dict[Purpose, frozenset[str]]]:
    """Return a table by act and purpose; a word that is no purpose or no role is an error at once."""
    listed: dict[str, dict[Purpose, frozenset[str]]] = {}
    for line in filter(None, map(str.strip, table.splitlines())):
        act, rest = line.split(maxsplit=1)
        cells = [cell.split() for cell in rest.split(";")]
        listed[act] = {Purpose(purpose): frozenset(map(_role, roles)) for purpose, *roles in cells}
    return listed


def _role(word: str) -> str:
    return word if word == EVERYBODY else Role(word).value


LISTED = read(TABLE)


def rehearse(acts: Iterable[str]) -> None:
    """List acts that no package has, for everybody and every purpose: tests and measurements have some."""
    LISTED.update({act: dict.fromkeys(Purpose, frozenset({EVERYBODY})) for act in acts})


def may_act(roles: Iterable[Role], act: str, purpose: Purpose) -> Decision:
    """Whoever is listed for the act and the purpose may; everybody else, and every other act, is refused."""
    listed = LISTED.get(act, {}).get(purpose, frozenset())
    if not listed:
        return refuse("not-for-this-purpose")
    is_listed = EVERYBODY in listed or not listed.isdisjoint(roles)
    return allow("listed") if is_listed else refuse("not-in-this-role-for-this-purpose")
