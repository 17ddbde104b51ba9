"""Reading what patients permit. Evaluated each time, never cached."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from paravent.consent.models import Consent, Text
from paravent.consent.terms import COVERS_FROM, Choice, Topic, Wording
from paravent.fhir.views import Agreed


def wording(topic: Topic, language: str) -> Wording:
    """Return the newest words on a topic, in English where the language has none."""
    texts = {
        text.language: text
        for text in Text.objects.filter(topic=topic, language__in=[language, "en"]).order_by("version")
    }
    text = texts.get(language) or texts["en"]
    return Wording(topic, text.version, text.language, text.body, text.digest)


def languages_of(topic: Topic) -> frozenset[str]:
    """Return in which languages the newest words on a topic are there."""
    texts = list(Text.objects.filter(topic=topic).values_list("version", "language"))
    newest = max((version for version, _ in texts), default=0)
    return frozenset(language for version, language in texts if version == newest)


def visits_agreed_to(topic: Topic) -> QuerySet[Consent, UUID | None]:
    """Return the visits for which somebody agreed, whether or not they took it back later."""
    return Consent.objects.filter(topic=topic, visit_id__isnull=False).values_list("visit_id", flat=True)


def choice_for_visit(topic: Topic, visit_id: UUID) -> Choice | None:
    """Return the newest choice made for a visit, withdrawn or not."""
    row = Consent.objects.filter(topic=topic, visit_id=visit_id).order_by("given_at").last()
    if row is None:
        return None
    return Choice(topic, row.version, row.language, row.given_at, row.withdrawn_at)


def choices_of(patient_id: UUID, topics: Iterable[Topic]) -> dict[Topic, Choice]:
    """Return a patient's newest choice on each topic, withdrawn or not; on what they never chose there is none."""
    rows = Consent.objects.filter(patient_id=patient_id, topic__in=list(topics)).order_by("given_at")
    return {
        Topic(row.topic): Choice(Topic(row.topic), row.version, row.language, row.given_at, row.withdrawn_at)
        for row in rows
    }


def who_agrees(topics: Iterable[Topic], among: Collection[UUID] | None = None) -> set[UUID]:
    """Return who agrees to all of the topics at this moment, of everybody or of some; to none of them nobody has agreed.

    Whoever agreed to words that said less than is done today is not among them.
    """
    rows = Consent.objects.filter(withdrawn_at=None)
    rows = rows if among is None else rows.filter(patient_id__in=list(among))
    agreeing = [_agreeing(rows, topic) for topic in topics]
    return set.intersection(*agreeing) if agreeing else set()


def _agreeing(rows: QuerySet[Consent], topic: Topic) -> set[UUID]:
    told = rows.filter(topic=topic, version__gte=COVERS_FROM.get(topic, 1)).values_list("patient_id", flat=True)
    return {one for one in told if one}


def given_by(patient_ids: Iterable[UUID], topics: Iterable[Topic]) -> list[tuple[UUID, str, int, str, datetime]]:
    """Return what some patients permit now, in order: who, the topic, the version and language of its words, and since when."""
    rows = Consent.objects.filter(withdrawn_at=None, patient_id__in=list(patient_ids), topic__in=list(topics))
    told = rows.order_by("patient_id", "topic", "given_at")
    found = told.values_list("patient_id", "topic", "version", "language", "given_at")
    return [(who, topic, version, words, at) for who, topic, version, words, at in found if who]


def agreed(owners: Iterable[UUID] | None, after: UUID | None, limit: int) -> list[Agreed]:
    """Return choices in an order that no write changes: of some patients, or of all whom this actor may see."""
    rows = Consent.objects.order_by("id")
    rows = rows if owners is None else rows.filter(patient_id__in=list(owners))
    rows = rows.filter(id__gt=after) if after else rows
    return [_agreed(row) for row in rows[:limit]]


def _agreed(row: Consent) -> Agreed:
    return Agreed(
        consent_id=str(row.id),
        patient_id=str(row.patient_id),
        topic=row.topic,
        version=row.version,
        language=row.language,
        text_digest=row.text_digest,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
    )
