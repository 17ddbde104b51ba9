"""Reading what patients permit. Evaluated each time, never cached."""

from uuid import UUID

from paravent.consent.models import Consent, Text
from paravent.consent.terms import Choice, Topic, Wording


def wording(topic: Topic, language: str) -> Wording:
    """Return the newest words on a topic, in English where the language has none."""
    texts = {
        text.language: text
        for text in Text.objects.filter(topic=topic, language__in=[language, "en"]).order_by("version")
    }
    text = texts.get(language) or texts["en"]
    return Wording(topic, text.version, text.language, text.body, text.digest)


def choice_for_visit(topic: Topic, visit_id: UUID) -> Choice | None:
    """Return the newest choice made for a visit, withdrawn or not."""
    row = Consent.objects.filter(topic=topic, visit_id=visit_id).order_by("given_at").last()
    if row is None:
        return None
    return Choice(topic, row.version, row.language, row.given_at, row.withdrawn_at)
