"""Acts and reasons of the log, in words that a patient understands."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.programs.words import reason_of_scope
from paravent.records.words import kind_in_words
from paravent.tariff.terms import Occasion
from paravent.visits.terms import AccessLine, Ground, KeptBecause

SEAT_TAKEN = _(
    "Somebody with your link is in the consultation already. If that is you on another device, close this page. "
    "If it is not, call the practice."
)
ACTS = {
    "chart.open": _("opened your file"),
    "file.export": _("took a copy of your file out of the practice's system"),
    "file.print": _("printed your file"),
    "file.copy": _("copied a letter of your file"),
    "file.copy-by-hand": _("copied words out of your file"),
    "resource.label": _("said which colleagues see an entry of your file"),
    "document.open": _("opened a document of your file"),
    "fhir.read": _("read in your file by another program"),
    "fhir.vread": _("read an earlier version in your file by another program"),
    "fhir.history": _("read the history of your file by another program"),
    "fhir.search": _("searched in your file by another program"),
    "fhir.everything": _("took your whole file by another program"),
    "fhir.create": _("filed something in your file by another program"),
    "fhir.update": _("changed something in your file by another program"),
    "fhir.patch": _("changed something in your file by another program"),
    "fhir.delete": _("deleted something in your file by another program"),
    "fhir.transaction": _("sent several changes to your file by another program"),
    "glass.consider": _("was about to open your file in an emergency"),
    "glass.break": _("opened your file in an emergency, without a visit"),
    "glass.review": _("checked whether the emergency was one"),
    "visit.open": _("looked at this visit"),
    "visit.book": _("booked this visit"),
    "visit.start-now": _("began this visit"),
    "visit.cancel": _("cancelled this visit"),
    "visit.accept": _("took something you sent into your file"),
    "document.compare": _("looked up whether a document belongs to somebody else than you"),
    "document.keep-anyway": _("took a document into your file that lies in another file too"),
    "document.send-anyway": _("sent you a document that lies in another patient's file"),
    "visit.end": _("ended this visit"),
    "visit.assign-patient": _("noted that this visit is yours"),
    "invitation.make": _("made or showed the link to this visit"),
    "invitation.send": _("sent you the link to this visit"),
    "invitation.revoke": _("took the link to this visit back"),
    "invitation.tell": _("told whoever tapped your link when it opens, or that the visit was cancelled"),
    "party.enter": _("came into the consultation"),
    "party.see-room": _("looked who is waiting"),
    "party.admit": _("let you into the consultation"),
    "party.remove": _("ended your part in the consultation"),
    "party.leave": _("left the consultation"),
    "note.read": _("read the note of this visit"),
    "note.write": _("wrote the note of this visit"),
    "note.sign": _("signed the note of this visit"),
    "bill.consider": _("looked at what your visit may be billed as"),
    "bill.accept": _("billed your visit"),
    "bill.take-back": _("took the bill of your visit back"),
    "bill.list": _("looked at a list of bills that yours is among"),
    "bill.list-unbilled": _("looked which visits are not billed yet, yours among them"),
    "bill.compare": _("looked whether a bill says that you were seen by video alone though you came in"),
    "bill.see": _("looked at the bill of your visit"),
    "bill.find-erased": _("looked for your bills, because somebody asked for them after your file was erased"),
    "bill.export": _("handed out the bills of a quarter, with yours"),
    "bill.invoice": _("drew up your invoice"),
    "coverage.see": _("looked at who pays for you"),
    "coverage.keep": _("noted who pays for you"),
    "detour.own-up": _("noted that you were seen in another app"),
    "note.amend": _("amended the note of this visit"),
    "patient.register": _("registered you"),
    "patient.verify": _("noted how they know you"),
    "patient.see": _("looked at whom you keep out of your file"),
    "patient.mark": _("noted whether you work at this practice"),
    "right.find": _("looked for whom a letter was from"),
    "right.enter": _("entered what you asked for by letter"),
    "right.list": _("looked at the list of requests, with yours"),
    "right.see": _("looked at what you asked for"),
    "right.extend": _("moved the deadline of what you asked for"),
    "right.answer": _("answered what you asked for"),
    "right.hand-out": _("made a code for your copy"),
    "right.pick-up": _("fetched the copy of your file with the code"),
    "right.list-corrections": _("looked at what you said is wrong"),
    "patient.correct": _("corrected who you are, as you asked"),
    "file.restrict": _("restricted your file: nobody opens it, an emergency aside"),
    "file.lift-restriction": _("lifted the restriction of your file"),
    "telling.send": _("sent you word that somebody looked"),
    "name.withhold": _("withheld a name from you, for a time"),
    "name.tell-again": _("let you read a name again"),
    "block.set": _("kept somebody out of your file, as you asked"),
    "block.lift": _("let somebody into your file again, as you asked"),
    "tie.see-own": _("looked at whom they declared to be close to"),
    "tie.declare": _("declared to be close to you outside of care"),
    "tie.withdraw": _("took back that they are close to you"),
    "notable.list": _("looked at the list of patients whom many are curious about"),
    "notable.find": _("looked for patients for the list of those whom many are curious about"),
    "notable.add": _("put you on the list of patients whom many are curious about, or proposed it"),
    "notable.decide": _("decided whether you are on the list of patients whom many are curious about"),
    "notable.end": _("took you off the list of patients whom many are curious about"),
    "care-relation.open": _("asked a colleague in"),
    "program.start": _("started another program out of your file"),
    "mandate.give": _("let another program act for them, with your file"),
    "mandate.withdraw": _("took back what another program was allowed"),
    "token.give": _("gave another program a key to your file, for minutes"),
    "token.look-up": _("told another program what its key is good for"),
    "token.end": _("took back the key of another program"),
    "patient.search": _("searched for a patient and found you"),
    "patient.list": _("looked at the list of their patients"),
    "erasure.find": _("looked for your name because of a request to erase"),
    "erasure.consider": _("considered whether your file is to be erased"),
    "patient.erase": _("made your file unreadable"),
    "mandate.consider": _("looked at what another program asks for"),
    "mandate.list": _("looked at which programs act for them"),
    "records.import": _("brought your earlier file over"),
    "doubt.list": _("looked which texts of yours wait before they leave for research"),
    "doubt.open": _("read a text of yours before it leaves for research, so that no name stays in it"),
    "doubt.decide": _("decided what is taken out of a text of yours before it leaves for research"),
}
AMONG = {
    "patient.search": _("searched for patients, and you were among those who were found"),
    "patient.list": _("looked at the list of their patients, and you are on it"),
    "erasure.find": _("looked for a name because of a request to erase, and you were among those who were found"),
    "mandate.consider": _("chose a patient for another program, and you were on the list"),
    "mandate.list": _("looked at which programs act for them, and your file was among what they open"),
    "doubt.list": _(
        "looked which texts of their patients wait before they leave for research, and one of yours was among them"
    ),
    "document.compare": _("looked up whether a document is another patient's, and it lies in your file"),
    "document.keep-anyway": _("kept one document in several patients' files, yours among them"),
    "document.send-anyway": _("sent a document of one patient's file in a visit with another; you are one of the two"),
    "fhir.search": _("searched in files by another program, and yours was among the results"),
    "fhir.history": _("read the history of files by another program, and yours was among them"),
    "fhir.transaction": _("sent several changes by another program, and your file was among those concerned"),
}
"""Acts that were about several patients; each is told of themselves alone."""

REASONS = {
    "relation-visit": _("because of a visit with you"),
    "relation-referral": _("because a colleague asked them in"),
    "relation-team": _("because their team cares for you"),
    "relation-emergency": _("in an emergency, which is being checked"),
    "emergency": _("in an emergency, which is being checked"),
    "reviews": _("because every emergency is checked"),
    "own-visit": _("because it is their visit with you"),
    "to-know-whose": _("so that nothing gets into wrong hands"),
    "was-told-before": _("though Paravent had pointed it out"),
    "kept-shared": _("because it is about several people"),
    "kept-misfiled": _("because it lay in a wrong file before"),
    "kept-form": _("because it is a form or leaflet that many get"),
    "runs-reception": _("because they run the reception"),
    "own-appointment": _("to see you"),
    "consults": _("to see you"),
    "mandate": _("because they let the program act for them"),
    "own-mandates": _("because it was theirs to decide"),
    "came-twice": _("because a key came twice, and might have been stolen"),
    "asked-to-be-told": _("because you asked to be told"),
    "protects-data": _("to protect your data"),
    "own-token": _("because the program asked"),
    "imports": _("when the practice moved its files here"),
    "keeps-the-patients-word": _("because you said so"),
    "same-name": _("because somebody of your name works here"),
    "author": _("because they wrote it"),
    "registers": _("as part of their work"),
    "looks-up": _("as part of their work"),
    "own-patients": _("because they care for you"),
    "cares-for-them": _("because they care for you"),
    "asked-by-a-program": _("because the program asked"),
    "erases": _("because somebody asked for an erasure"),
    "scope": _("as far as the program was let in"),
    "bundle": _("because they let the program act for them"),
}

GROUNDS = {
    Ground.ASKED: _("The patient asked for it, and no duty to keep the file holds any more"),
    Ground.MISTAKE: _("The file was made by mistake"),
    Ground.ORDERED: _("A court or an authority ordered it"),
}

OCCASIONS: dict[str, Promise] = {
    Occasion.ORDINARY: _("Ordinary visit"),
    Occasion.ON_CALL: _("On call, or an emergency"),
    Occasion.TSS_ACUTE: _("Sent as acute by the appointment service (TSS, 116117)"),
}

KEPT_BECAUSE = {
    KeptBecause.SHARED: _("It is about both (family, mother and child)"),
    KeptBecause.MISFILED: _("It belongs here; the other file has it wrongly"),
    KeptBecause.FORM: _("A form or leaflet that many get"),
}

__all__ = [
    "access_in_words",
    "act_in_words",
    "ground_in_words",
    "kept_elsewhere_in_words",
    "kind_in_words",
    "reason_in_words",
    "sent_elsewhere_in_words",
]


def kept_elsewhere_in_words(names: tuple[str, ...]) -> str:
    """Return the question before a document is kept; it names only whom the reader may be told."""
    if not names:
        return str(_("The same document is in another patient's file. Whose is it?"))
    return str(_("The same document is in the file of %(names)s. Whose is it?") % {"names": ", ".join(names)})


def sent_elsewhere_in_words(names: tuple[str, ...]) -> str:
    """Return the line before a document is sent; it names only whom the reader may be told."""
    if not names:
        return str(_("This is from another patient's file."))
    return str(_("This is from the file of %(names)s.") % {"names": ", ".join(names)})


def access_in_words(line: AccessLine) -> str:
    """Return what a line on the patient's page says that somebody did."""
    return act_in_words(line.act, line.outcome, is_among=line.is_among)


def act_in_words(act: str, outcome: str, *, is_among: bool = False) -> str:
    """Return what somebody did, or tried in vain; where it was about several patients, that the reader was one of them."""
    words = str((AMONG if is_among and act in AMONG else ACTS).get(act, act))
    return words if outcome == "done" else str(_("tried in vain: %(what)s") % {"what": words})


def ground_in_words(ground: Ground) -> str:
    """Return on what ground somebody was erased."""
    return str(GROUNDS[ground])


def reason_in_words(reason: str) -> str:
    """Return why, or that the try was refused."""
    return str(REASONS.get(reason_of_scope(reason)) or _("without a reason that Paravent accepts"))
