"""Names of measurements in the reader's language."""

from django.utils.translation import gettext_lazy as _

from paravent.fhir.confidentiality import Label
from paravent.fhir.summaries import Series

LABELS = (
    (Label.NORMAL, _("Normal: everybody who cares for the patient")),
    (Label.RESTRICTED, _("Restricted: not for teams, only by a visit or a referral")),
    (Label.VERY_RESTRICTED, _("Very restricted: you, and whom a referral names")),
)
VITALS = {
    "blood-pressure": _("Blood pressure"),
    "pulse": _("Pulse"),
    "temperature": _("Temperature"),
    "oxygen-saturation": _("Oxygen saturation"),
    "weight": _("Weight"),
    "glucose": _("Glucose"),
    "glucose-mmol": _("Glucose"),
}

# By the words that our own visits are filed under (paravent.fhir.making).
VISITS = {"Video consultation": _("Video consultation")}


def visit_in_words(words: str) -> str:
    """Return what an earlier visit is called: our word for one of ours, the file's own for anything else."""
    return str(VISITS.get(words, words))


def label_of(series: Series) -> str:
    """Return what a series is called: our word for a vital sign, the file's own for anything else."""
    return str(VITALS.get(series.kind) or series.label)


def hidden_by(labels: frozenset[Label]) -> str:
    """Return the least of what may be there and is not shown."""
    missing = [label.value for label in Label if label not in labels]
    return missing[0] if missing else ""


def kind_in_words(kind: str) -> str:
    """Return what sort of thing was taken into the file."""
    return str(VITALS.get(kind) or (_("Document") if kind == "document" else _("Measurement")))
