"""The facts of a visit that prove a code: their names, what people call them, and their value as a word. Never content."""

from collections.abc import Callable, Iterable
from datetime import datetime

from paravent.kernel.said import Said
from paravent.tariff.assessment import Used
from paravent.tariff.evidence import Evidence
from paravent.tariff.standing import Standing

Value = Callable[[Evidence, Standing], object]
FACTS: dict[str, tuple[Said, Value]] = {
    "started-at": (Said("Both there from", "Beide da ab"), lambda e, _: _instant(e.started_at)),
    "ended-at": (Said("Both there until", "Beide da bis"), lambda e, _: _instant(e.ended_at)),
    "minutes": (Said("Minutes of talking", "Minuten Gespräch"), lambda e, _: e.minutes),
    "stated-minutes": (
        Said("Clinician's whole time, as stated (minutes)", "Gesamte Zeit der Ärztin, wie angegeben (Minuten)"),
        lambda e, _: e.stated_minutes,
    ),
    "modality": (Said("Carried by", "Getragen von"), lambda e, _: e.modality),
    "video-seconds": (
        Said("Seconds of picture both ways", "Sekunden Bild in beide Richtungen"),
        lambda e, _: e.video.both_ways,
    ),
    "audio-seconds": (
        Said("Seconds of sound both ways", "Sekunden Ton in beide Richtungen"),
        lambda e, _: e.audio.both_ways,
    ),
    "interruptions": (Said("Interruptions", "Unterbrechungen"), lambda e, _: e.interruptions),
    "tool": (Said("Held over", "Gehalten über"), lambda e, _: e.tool_name or e.app or e.tool),
    "identity-check": (Said("Identity checked by", "Identität geprüft durch"), lambda e, _: e.identity_check),
    "last-in-person-on": (
        Said("Last in the practice on", "Zuletzt in der Praxis am"),
        lambda e, _: e.last_in_person_on or "never",
    ),
    "is-new-patient": (
        Said("New to the practice (three years)", "Neu in der Praxis (drei Jahre)"),
        lambda e, _: e.is_new_patient,
    ),
    "place": (Said("Where the patient was", "Wo die Patientin war"), lambda e, _: e.place),
    "initiator": (Said("Who asked for it", "Wer darum bat"), lambda e, _: e.initiator),
    "audio-reason": (Said("Why there was no picture", "Warum es kein Bild gab"), lambda e, _: e.audio_reason),
    "clinician-had-video": (
        Said("Clinician could have shown a picture", "Ärztin hätte Bild zeigen können"),
        lambda e, _: e.clinician_had_video,
    ),
    "decision-making": (
        Said("Medical decision making, as stated", "Komplexität der Entscheidung, wie angegeben"),
        lambda e, _: e.decision_making,
    ),
    "consent-id": (Said("Consent", "Einwilligung"), lambda e, _: e.consent_id),
    "quality": (Said("Quality of picture and sound", "Güte von Bild und Ton"), lambda e, _: e.quality),
    "in-person-this-quarter": (
        Said("In the practice in this quarter", "In diesem Quartal in der Praxis"),
        lambda _, s: s.case_had_in_person,
    ),
    "earlier-codes": (
        Said("Codes accepted before", "Zuvor angenommene Ziffern"),
        lambda _, s: ", ".join(sorted({billed.code for billed in s.patient_codes})),
    ),
    "is-initiator": (
        Said("Called the case conference", "Hat zur Fallkonferenz eingeladen"),
        lambda _, s: s.is_initiator,
    ),
    "is-reported": (
        Said("Video tool reported to the association", "Videodienst der KV gemeldet"),
        lambda _, s: s.is_reported,
    ),
}
"""By the name under `evidence` in a catalogue."""


def used(names: Iterable[str], evidence: Evidence, standing: Standing) -> tuple[Used, ...]:
    """Return the facts of those names, as they are in this visit; those that nobody stated are left out."""
    values = ((name, FACTS[name][0], FACTS[name][1](evidence, standing)) for name in names)
    return tuple(Used(name, label, _said(value)) for name, label, value in values if value not in {None, ""})


def _said(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
