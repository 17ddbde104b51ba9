"""The survey's questions, in our own wording: as the practice is asked, and as each who works in it is."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paravent.study.terms import Question, Reply, Verdict


@dataclass(frozen=True, slots=True)
class Wording:
    """One question: a name for pictures, what the study found, what the practice is asked, what a person is asked."""

    name: Promise
    study: Promise
    practice: Promise
    person: Promise


WORDINGS = {
    Question.WRONG_HANDS: Wording(
        _("Patients' data in wrong hands"),
        _("of providers say that employees have already compromised patients' data during remote consultations"),
        _(
            "In a remote consultation of our practice, patients' data has already come into hands where it did not belong."
        ),
        _(
            "In the last twelve months, patients' data came into wrong hands around a remote consultation of mine, also by mistake: a wrong recipient, a look too many, a screen that somebody saw."
        ),
    ),
    Question.UNSURE: Wording(
        _("Not sure how data is protected"),
        _("of providers believe that their staff does not know exactly how patients' data should be protected"),
        _("Those who consult here do not all know exactly how patients' data is to be protected."),
        _("In a remote consultation I am sometimes not sure how I have to protect a patient's data."),
    ),
    Question.MOST_KNOW: Wording(
        _("Most colleagues know"),
        _("of providers are sure that most of those who consult know how data is protected in remote treatment"),
        _("We are sure that most who consult here know how data is protected in remote treatment."),
        _("I am sure that most of my colleagues know how data is protected in remote treatment."),
    ),
    Question.TRAINED: Wording(
        _("Trained"),
        _("of providers run training in security awareness"),
        _("We train everybody in how data is protected."),
        _("In the last twelve months I practised, or was shown, how to protect data in my work."),
    ),
    Question.APPS: Wording(
        _("Consulted in other apps"),
        _("of providers say that some of their staff consult over FaceTime, Messenger, WhatsApp or Zoom at times"),
        _("Some of us at times consult patients over FaceTime, Messenger, WhatsApp or Zoom."),
        _("In the last twelve months I spoke with a patient over FaceTime, Messenger, WhatsApp or Zoom for work."),
    ),
    Question.MORE_DATA: Wording(
        _("More data for AI"),
        _("of providers want to collect more personal data to train AI for reliable diagnoses"),
        _("We want to collect more personal data, so that programs learn to diagnose reliably."),
        _("More personal data of patients should be collected, so that programs learn to diagnose reliably."),
    ),
}
REPLIES = {Reply.YES: _("Yes"), Reply.NO: _("No"), Reply.UNSAID: _("I'd rather not say")}
VERDICTS = {
    Verdict.TOO_FEW: _("Too few answers to say"),
    Verdict.NO_DIFFERENCE: _("No difference can be shown"),
    Verdict.BETTER: _("Better than the study's providers"),
    Verdict.WORSE: _("Worse than the study's providers"),
    Verdict.DIFFERS: _("Different from the study's providers"),
}
