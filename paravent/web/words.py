"""Acts and reasons of the log, in words for those who work here. What patients read stands in visits.words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ACTS: dict[str, Promise] = {
    "chart.open": gettext_lazy("Opened the file"),
    "document.open": gettext_lazy("Opened a document"),
    "records.import": gettext_lazy("Brought files over"),
    "visit.list-day": gettext_lazy("Looked at the day"),
    "visit.open": gettext_lazy("Looked at a visit"),
    "visit.book": gettext_lazy("Booked a visit"),
    "visit.start-now": gettext_lazy("Started a visit"),
    "visit.cancel": gettext_lazy("Cancelled a visit"),
    "visit.accept": gettext_lazy("Took something into the file"),
    "visit.end": gettext_lazy("Ended a visit"),
    "visit.assign-patient": gettext_lazy("Said whose visit it was"),
    "visit.forget-connections": gettext_lazy("Deleted old connection details"),
    "visit.withdraw-consent": gettext_lazy("Took the agreement back"),
    "invitation.make": gettext_lazy("Showed or made the link"),
    "invitation.send": gettext_lazy("Sent the link"),
    "invitation.revoke": gettext_lazy("Took the link back"),
    "invitation.present": gettext_lazy("Presented the link"),
    "party.get-ready": gettext_lazy("Sat down in the waiting room"),
    "party.enter": gettext_lazy("Came into the consultation"),
    "party.see-room": gettext_lazy("Looked who is there"),
    "party.admit": gettext_lazy("Admitted somebody"),
    "party.remove": gettext_lazy("Sent somebody out"),
    "party.leave": gettext_lazy("Left the consultation"),
    "note.read": gettext_lazy("Read the note"),
    "note.write": gettext_lazy("Wrote the note"),
    "note.sign": gettext_lazy("Signed the note"),
    "note.amend": gettext_lazy("Amended the note"),
    "summary.read": gettext_lazy("Read the summary"),
    "receipt.take": gettext_lazy("Saved the proof of a line"),
    "log.take-receipt": gettext_lazy("Saved the proof of a line"),
    "consent.give": gettext_lazy("Agreed"),
    "consent.withdraw": gettext_lazy("Took the agreement back"),
    "patient.register": gettext_lazy("Registered a patient"),
    "patient.search": gettext_lazy("Searched patients"),
    "patient.verify": gettext_lazy("Noted who the patient is"),
    "care-relation.open": gettext_lazy("Asked a colleague in"),
    "staff.list": gettext_lazy("Looked at the list of staff"),
    "staff.add": gettext_lazy("Added a colleague"),
    "staff.end": gettext_lazy("Let a colleague go"),
    "staff.enrol": gettext_lazy("Made a sign-in link"),
    "staff.use-link": gettext_lazy("Used a sign-in link"),
    "role.grant": gettext_lazy("Granted a role"),
    "role.end": gettext_lazy("Ended a role"),
    "team.make": gettext_lazy("Made a team"),
    "team.join": gettext_lazy("Put somebody into a team"),
    "team.leave": gettext_lazy("Took somebody out of a team"),
    "log.read-own": gettext_lazy("Looked at this list"),
    "log.verify": gettext_lazy("Verified the log"),
    "backup.make": gettext_lazy("Made a backup"),
    "ledger.restored": gettext_lazy("Restored a backup"),
    "keys.change-practice": gettext_lazy("Changed the practice key"),
    "keys.rewrap": gettext_lazy("Wrapped keys anew"),
    "keys.change-signing": gettext_lazy("Changed the signing key of the log"),
    "sample.make-teams": gettext_lazy("Made the sample practice"),
}

REASONS: dict[str, Promise] = {
    "relation-visit": gettext_lazy("because of a visit"),
    "relation-referral": gettext_lazy("because a colleague asked"),
    "relation-team": gettext_lazy("because the team cares for the patient"),
    "own-visit": gettext_lazy("own visit"),
    "own-day": gettext_lazy("own day"),
    "own-appointment": gettext_lazy("own appointment"),
    "own-lines": gettext_lazy("own lines"),
    "own-line": gettext_lazy("a line about themselves"),
    "not-your-line": gettext_lazy("the line is not about them"),
    "runs-reception": gettext_lazy("runs the reception"),
    "manages-staff": gettext_lazy("manages accounts"),
    "looks-up": gettext_lazy("looks patients up"),
    "registers": gettext_lazy("registers patients"),
    "consults": gettext_lazy("consults"),
    "invited": gettext_lazy("has the link"),
    "imports": gettext_lazy("import"),
    "retention-is-over": gettext_lazy("the time for keeping it is over"),
    "verifies": gettext_lazy("verification"),
    "one-time-link": gettext_lazy("one-time link"),
    "sample-practice": gettext_lazy("sample practice"),
    "invitation-not-valid": gettext_lazy("the link is not valid"),
    "nothing-there-for-you": gettext_lazy("nothing is there for you"),
    "no-care-relation": gettext_lazy("no visit, referral or team leads to this patient"),
    "only-clinicians-open-files": gettext_lazy("only clinicians open files"),
    "only-clinicians-consult": gettext_lazy("only clinicians consult"),
    "only-clinicians-refer": gettext_lazy("only clinicians ask colleagues in"),
    "only-clinicians-verify": gettext_lazy("only clinicians note who somebody is"),
    "not-for-this-purpose": gettext_lazy("not for this purpose"),
    "not-your-work": gettext_lazy("not part of this role"),
    "not-your-day": gettext_lazy("another clinician's day"),
    "not-your-visit": gettext_lazy("another clinician's visit"),
    "not-your-seat": gettext_lazy("somebody else's seat"),
    "books-for-nobody-else": gettext_lazy("clinicians book for themselves"),
    "visit-is-over": gettext_lazy("the visit is over"),
    "visit-was-cancelled": gettext_lazy("the visit was cancelled"),
    "seat-is-taken": gettext_lazy("somebody sits there already"),
    "was-removed": gettext_lazy("was sent out"),
    "patient-is-known": gettext_lazy("it is known whose visit it is"),
    "nothing-to-read": gettext_lazy("nothing is open to read"),
    "another-device": gettext_lazy("another device took part"),
    "second-factor-missing": gettext_lazy("the second factor is missing"),
    "not-signed-in": gettext_lazy("not signed in"),
    "not-to-yourself": gettext_lazy("nobody grants themselves a role"),
    "not-a-staff-role": gettext_lazy("not a role for staff"),
    "link-used-or-old": gettext_lazy("the link was used or is too old"),
}


def act_in_words(act: str, outcome: str) -> str:
    """Return what was done, or tried."""
    words = str(ACTS.get(act, act))
    if outcome == "done":
        return words
    return _("%(what)s: refused") % {"what": words} if outcome == "refused" else _("%(what)s: failed") % {"what": words}


def reason_in_words(reason: str) -> str:
    """Return a policy's reason; one that has no words stands as it is in the log."""
    return str(REASONS.get(reason, reason))
