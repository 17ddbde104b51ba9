"""Reasons, explanations, answers and verdicts in words."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.access.terms import BrakeKind
from paravent.vigilance.terms import Answer, Mode, Stage, Verdict

REASONS: dict[str, Promise] = {
    "unexplained": _("Nothing in the records explains this access."),
    "refused": _("They tried to open a file and were refused."),
    "standing": _("Their team may open the file; nothing says what for on that day."),
    "close": _("Their team may open the file, nothing says what for on that day, and the patient is close to them."),
    "old-place": _("Only a place in a team where they have not worked for weeks opened the file."),
    "phantom-visit": _("The only explanation is a visit that they booked and cancelled themselves."),
    "visit-alone": _("The only explanation is a visit that they made at once themselves, to which nobody came."),
    "visit-alone-elsewhere": _(
        "The only explanation is a visit that they made at once themselves, to which nobody came, with a patient of other teams."
    ),
    "own-relation": _("The only explanation is a relation of care that they opened themselves for a moment."),
    "glass-off-duty": _("They broke the glass outside any duty."),
    "glass-beside-duty": _("They broke the glass while others had the emergency duty, and no visit followed."),
    "gone": _("They tried to open a file after their last day here."),
    "uninvited": _("They tried to enter a visit that was not theirs while it was being held."),
    "after-refusal": _("They were refused, and then opened a way themselves."),
    "own-file": _("It is their own file."),
    "same-surname": _("The patient has the same surname."),
    "same-address": _("The patient lives, or lived, at the same address."),
    "same-phone": _("The patient has the same telephone number."),
    "family": _("The patient belongs to their family."),
    "declared": _("They declared that the patient is close to them."),
    "colleague": _("The patient works here."),
    "vip": _("The patient is publicly known."),
    "news": _("The patient was in the news at the time."),
    "crowd": _("Several colleagues tried or opened the same file within a day without an explanation."),
    "after-notice": _("Notice had been given."),
    "brief-role": _("They held a role for a moment only."),
    "clock-back": _("The clock had been set back: earlier lines of the log bear a later time."),
    "off-duty": _("They were not on duty."),
    "many-unexplained": _("They opened far more files without an occasion than colleagues of their role."),
    "drip": _("Files opened without an occasion have added up week after week."),
    "sweep": _("They went through many files of their team in one sitting; nothing says what for."),
    "returns": _("They came back to one file on several days; nothing says what for."),
    "searches": _("They searched for patients again and again within an hour and opened no file."),
    "refusals": _("They tried file after file and were refused."),
    "crossed": _("They sent or kept documents of one patient in visits with others, after they had been told."),
    "two-places": _("The account was used in two places by turns."),
    "copied-again": _("They exported, printed or copied the same files again and again."),
    "ward": _("They opened several files of one team that is not theirs, without an explanation."),
    "former-ward": _("They opened files, on several days, of a team in which they have not worked for weeks."),
    "walk": _("They went through files in the order of their numbers, mostly without an explanation."),
    "volume-past": _("They opened far more files than they used to."),
    "volume-peers": _("They opened far more files than colleagues of their role."),
    "copies": _("They exported, printed or copied far more than they and their colleagues used to."),
    "hours": _("They worked with files outside their duty."),
}
"""The sentences of `paravent.judgement.weights`, where they can be translated; a test holds both to be the same."""

TRIED: dict[str, Promise] = {
    "visit": _("a visit of theirs with the patient"),
    "referral": _("a colleague who asked them in"),
    "booking": _("a visit that they booked or cancelled for a colleague"),
    "team": _("a team of theirs that had just taken the patient into its care"),
    "occasion": _("something that came in about a patient of their team"),
    "duty": _("duty for a team that had just taken the patient into its care"),
    "duty-occasion": _("duty for a team when something came in about its patient"),
    "on-call": _("emergency duty when the patient came unannounced"),
    "day-list": _("reception on the day of a visit"),
    "desk-call": _("reception looking at the card alone"),
    "result": _("a program that filed a result"),
    "billing": _("a visit that was being billed"),
    "own-request": _("a request of the patient, who had come for a visit"),
    "review": _("the review of an emergency"),
    "handover": _("a colleague of the team who had seen the patient in these days"),
    "substitution": _("duty for a colleague who had seen the patient in these days"),
    "standing": _("a team of theirs that has long cared for the patient"),
    "standing-duty": _("duty for a team that has long cared for the patient"),
    "old-place": _("a place in a team where they have not worked for weeks"),
    "phantom-visit": _("a visit that they booked and cancelled themselves"),
    "visit-alone": _("a visit that they made for themselves, to which nobody came"),
    "visit-alone-elsewhere": _(
        "a visit that they made for themselves with a patient of other teams, to which nobody came"
    ),
    "own-relation": _("a relation of care that they opened themselves for a moment"),
    "glass-off-duty": _("an emergency outside any duty"),
    "glass-beside-duty": _("an emergency while others had the duty"),
    "visit-missed": _("a visit that they made themselves, which the patient missed"),
    "self-assigned": _("a relation of care that they opened themselves"),
    "break-glass": _("an emergency while they had the duty"),
    "card": _("a look at the card alone"),
}
"""What an access may be explained by: the names of `paravent.judgement.explanations`, short."""

HOPS: dict[str, Promise] = {
    "treats": _("who had a visit with the patient, or prepares or follows one up"),
    "saw": _("who had a visit with the patient in these days"),
    "booked": _("who booked or cancelled a visit of the patient"),
    "related": _("who was asked in for the patient"),
    "member": _("They belong to a team"),
    "on-duty": _("They were on duty in a team"),
    "members": _("to which a colleague belongs as well"),
    "listed": _("They are on the list of a team"),
    "cared": _("which cares for the patient"),
    "fresh": _("which had taken the patient into its care within three weeks"),
    "asked": _("to which something about the patient had come in"),
    "on-call": _("They had the house's emergency duty"),
    "reception": _("They were at reception"),
    "program": _("It is a program of the house"),
    "dpo": _("They watch over data protection"),
    "any-role": _("They work in the house"),
    "unannounced": _("where the patient had come unannounced"),
    "expected": _("where the patient was expected on that day"),
    "seen": _("where the patient had been seen within four months"),
    "known": _("where the patient is known"),
    "broken": _("where the glass had been broken for the patient within two weeks"),
}
"""What each hop of a proposed explanation says: the steps of `paravent.judgement.mining`, without their numbers."""

EVIDENCE: tuple[tuple[set[str], Promise], ...] = (
    ({"count", "usual"}, _("%(count)s in this week; usual is %(usual)s")),
    ({"visits", "usual"}, _("in %(visits)s visits of this week; usual is %(usual)s")),
    ({"files", "days", "usual"}, _("number of files: %(files)s; number of days: %(days)s; usual is %(usual)s")),
    ({"days", "usual"}, _("number of days: %(days)s; usual is %(usual)s")),
    ({"over", "week"}, _("%(week)s in this week; over the weeks %(over)s more than colleagues have")),
    ({"team", "files"}, _("%(files)s files of %(team)s")),
    ({"files"}, _("number of files: %(files)s")),
    ({"days"}, _("number of days: %(days)s")),
    ({"outside"}, _("number of accesses: %(outside)s")),
)
"""What the evidence of a week's reasons says, by the names in it; the first that fits."""

MET: dict[str, Promise] = {"team": _("team"), "colleague": _("colleague")}

ANSWERS: dict[Answer, Promise] = {
    Answer.CARED: _("I was caring for this patient"),
    Answer.ASKED: _("A colleague or the patient asked me to"),
    Answer.MISTAKE: _("I opened the wrong file"),
    Answer.NO_TASK: _("I had no task there"),
}

VERDICTS: dict[Verdict, Promise] = {
    Verdict.FINE: _("Fine: there was a good reason"),
    Verdict.MISTAKE: _("A mistake, without intent"),
    Verdict.BREACH: _("A breach of data protection"),
}

STAGES: dict[Stage, Promise] = {
    Stage.OPEN: _("not looked at yet"),
    Stage.ASKED: _("waits for an answer"),
    Stage.ANSWERED: _("answered"),
    Stage.UNCONFIRMED: _("waits for a second person"),
    Stage.CLOSED: _("closed"),
}


BRAKES: dict[BrakeKind, Promise] = {
    BrakeKind.STEP_UP: _("Passkey before each file"),
    BrakeKind.SLOW_SEARCH: _("Slower search"),
    BrakeKind.PAUSE: _("Pause of the account"),
}

BRAKES_DO: dict[BrakeKind, Promise] = {
    BrakeKind.STEP_UP: _(
        "Files, exports and other programs open only within 15 minutes of showing the passkey. An emergency does not wait."
    ),
    BrakeKind.SLOW_SEARCH: _("One search for patients every 20 seconds, here and through other programs."),
    BrakeKind.PAUSE: _(
        "No role counts any more: sessions, programs and windows end at once. A consultation that is running may be brought to its end. They can sign in, read why, and answer."
    ),
}

BRAKES_ON_YOU: dict[BrakeKind, Promise] = {
    BrakeKind.STEP_UP: _(
        "Opening a file asks you for your passkey, again after 15 minutes. In an emergency it does not."
    ),
    BrakeKind.SLOW_SEARCH: _("You can search for patients once every 20 seconds."),
    BrakeKind.PAUSE: _("You can sign in and read this page. Nothing else is open to you for now."),
}

MODES: dict[Mode, Promise] = {
    Mode.OFF: _("Not used"),
    Mode.BY_HAND: _("Only by hand"),
    Mode.AUTOMATIC: _("By itself and by hand"),
}


def reason_of_score(name: str) -> str:
    """Return a reason in words; one that a later version knows stands by its name."""
    return str(REASONS.get(name, name))


def evidence_in_words(evidence: Mapping[str, str]) -> str:
    """Return the numbers behind a reason; those that a later version knows are left out."""
    shown = {key: _number(value) for key, value in evidence.items()}
    form = next((form for keys, form in EVIDENCE if keys <= shown.keys()), None)
    return str(form) % shown if form else ""


def _number(value: str) -> str:
    try:
        return f"{round(float(value), 1):g}"
    except ValueError:
        return value


def explanation(name: str) -> str:
    """Return what explains an access, in words; a path that a later version knows stands by its name."""
    return str(TRIED.get(name, name))


def path_in_words(hops: Iterable[str]) -> str:
    """Return a proposed explanation as a sentence."""
    return f"{', '.join(str(HOPS.get(hop, hop)) for hop in hops)}."


def answer_in_words(answer: Answer) -> str:
    """Return what was answered."""
    return str(ANSWERS[answer])


def verdict_in_words(verdict: Verdict) -> str:
    """Return what was found."""
    return str(VERDICTS[verdict])


def stage_in_words(stage: Stage) -> str:
    """Return how far a case is."""
    return str(STAGES[stage])


def brake_in_words(kind: BrakeKind) -> str:
    """Return what a brake is called."""
    return str(BRAKES[kind])


def brake_does(kind: BrakeKind) -> str:
    """Return what a brake does, for whoever puts it on."""
    return str(BRAKES_DO[kind])


def brake_on_you(kind: BrakeKind) -> str:
    """Return what a brake does, for whom it holds back."""
    return str(BRAKES_ON_YOU[kind])


def mode_in_words(mode: Mode) -> str:
    """Return whether a brake is used."""
    return str(MODES[mode])
