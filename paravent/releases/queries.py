"""Reading releases: what was asked, measured and decided, and the files of one. Rows of patients are read in `gathering`."""

import base64
import json
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Min

from paravent.access.terms import Actor, Role
from paravent.kernel import clock
from paravent.kernel.piles import Pile
from paravent.kernel.retention import RELEASE_FILES
from paravent.kernel.sealing import DataKey, SealBroken, derived_key, seal, unseal
from paravent.keys.custody import opened_for_practice, practice_data_key, sealed_for_practice
from paravent.people.queries import names_of
from paravent.programs.signers import fingerprint
from paravent.releases import coarse
from paravent.releases.models import Piece, Recipient, Release
from paravent.releases.terms import (
    TOKEN_FOR,
    Findings,
    NoRecipient,
    OneFile,
    RecipientView,
    ReleaseView,
    State,
    Texts,
    Wish,
)
from paravent.research.queries import asked_in, open_now, study_seen_by
from paravent.research.terms import Matter, StudyView, Turn, Undecided


def place(release_id: UUID, what: str) -> tuple[str, ...]:
    """Return what a part of a release is sealed to."""
    return ("releases.release", what, str(release_id))


def sealed(release_id: UUID, what: str, told: Any) -> bytes:
    """Seal a part of a release under the practice's key."""
    return sealed_for_practice(json.dumps(told, separators=(",", ":")), place(release_id, what))


def opened(release_id: UUID, what: str, content: Any) -> Any:
    """Return a part of a release; None where it is not there."""
    return json.loads(opened_for_practice(content, place(release_id, what))) if content is not None else None


def sealed_key(release_id: UUID, key: DataKey) -> bytes:
    """Seal a release's own key under the practice's."""
    return seal(practice_data_key(), key, place(release_id, "key"))


def key_of(row: Release) -> DataKey:
    """Return a release's own key."""
    return DataKey(unseal(practice_data_key(), bytes(row.sealed_key or b""), place(row.id, "key")))


def wish_of(row: Release) -> Wish:
    """Return what was asked for."""
    return Wish.of(opened(row.id, "wish", row.sealed_wish))


def findings_of(row: Release) -> Findings | None:
    """Return what was measured."""
    told = opened(row.id, "findings", row.sealed_findings)
    return Findings.of(told) if told else None


def table_of(row: Release) -> coarse.Table | None:
    """Return what the people of a finished release are told by."""
    told = opened(row.id, "table", row.sealed_table)
    return coarse.unpacked(told) if told else None


def sealed_table(release_id: UUID, table: coarse.Table) -> bytes:
    """Seal what the people of a release are told by."""
    return sealed(release_id, "table", coarse.packed(table))


def earlier_than(row: Release) -> list[coarse.Told]:
    """Return what left before, of whichever study: whoever holds all of it knows people by all of it."""
    before = Release.objects.filter(sealed_table__isnull=False).exclude(pk=row.pk).order_by("finished_at", "id")
    return [coarse.as_told(table) for one in before if (table := table_of(one))]


def dossier_of(row: Release) -> bytes:
    """Return the dossier of a release as it was written."""
    return str(opened(row.id, "dossier", row.sealed_dossier)).encode()


def asked_for_in(study_id: UUID) -> int:
    """Return how often a study asked for a release."""
    return Release.objects.filter(study_id=study_id).count()


def that_wait() -> list[UUID]:
    """Return the releases that are to be made or whose making was broken off, the longest wait first."""
    waiting = Release.objects.filter(is_approved=True, wanted_at__isnull=False, finished_at=None)
    return list(waiting.order_by("wanted_at").values_list("id", flat=True))


def state_of(row: Release) -> State:  # noqa: PLR0911 (a list of states, in their order)
    """Return how far a release is."""
    if row.measured_at is None:
        return State.MEASURING
    if not row.is_safe:
        return State.REFUSED
    if row.decided_at is None:
        return State.WAITS
    if not row.is_approved:
        return State.TURNED_DOWN
    if row.gone_at is not None:
        return State.GONE
    if row.finished_at is not None:
        return State.READY
    return State.HANDED_OUT if row.wanted_at is None else State.BEING_MADE


def files_of(release_id: UUID) -> tuple[OneFile, ...]:
    """Return a release's files without their content, as far as the reader may see that they are there."""
    rows = Piece.objects.filter(release_id=release_id).order_by("number")
    return tuple(OneFile(*row) for row in rows.values_list("number", "kind", "count", "size", "sha256"))


def view_of(row: Release, study: StudyView, *, is_own: bool) -> ReleaseView:
    """Return one release as its page shows it: with what became of its texts, which its dossier says."""
    (view,) = views_of([row], study, own_of=row.asked_by if is_own else None)
    return replace(view, texts=_texts_of(row))


def views_of(rows: Iterable[Release], study: StudyView, *, own_of: UUID | None) -> list[ReleaseView]:
    """Return a study's releases as pages show them."""
    rows = list(rows)
    names = names_of({row.asked_by for row in rows} | {row.decided_by for row in rows if row.decided_by})
    questions = asked_in(study.study_id) if rows else {}
    return [_view(row, study, names, questions, own_of) for row in rows]


def _view(
    row: Release, study: StudyView, names: dict[UUID, str], questions: dict[UUID, str], own_of: UUID | None
) -> ReleaseView:
    wish = wish_of(row)
    files = files_of(row.id)
    return ReleaseView(
        release_id=row.id,
        study_id=row.study_id,
        study=study.plan.title,
        recipients=study.plan.recipients,
        approved=study.plan.threshold,
        question=questions.get(wish.preview_id, ""),
        wish=wish,
        state=state_of(row),
        asked_by=names.get(row.asked_by, ""),
        asked_at=row.asked_at,
        is_own=row.asked_by == own_of,
        findings=findings_of(row),
        decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        decided_at=row.decided_at,
        resources=sum(one.count for one in files),
        finished_at=row.finished_at,
        kept_until=_kept_until(row),
        files=files,
    )


def _texts_of(row: Release) -> Texts | None:
    """Return what the dossier of a release that was made says of its texts."""
    told = json.loads(dossier_of(row))["text"]["texts"] if row.finished_at and row.sealed_dossier else None
    return Texts(**told) if told else None


def _kept_until(row: Release) -> datetime | None:
    return row.finished_at + RELEASE_FILES if row.finished_at and row.gone_at is None else None


def study_of(row: Release, reader: UUID | None) -> StudyView:
    """Return the study of a release."""
    return study_seen_by(row.study_id, reader)


# Files


def piece_place(release_id: UUID, number: int) -> tuple[str, ...]:
    """Return what a file of a release is sealed to."""
    return ("releases.piece", str(release_id), str(number))


def sealed_file(key: DataKey, release_id: UUID, number: int, packed: bytes) -> bytes:
    """Return a packed file as it lies in the database: sealed under the release's key."""
    return seal(derived_key(key, "files"), packed, piece_place(release_id, number))


def content_of(row: Release, number: int) -> tuple[OneFile, bytes]:
    """Return one file and its lines; DoesNotExist where there is none for this reader."""
    piece = Piece.objects.get(release_id=row.id, number=number)
    told = OneFile(piece.number, piece.kind, piece.count, piece.size, piece.sha256)
    place_ = piece_place(row.id, number)
    return told, zlib.decompress(unseal(derived_key(key_of(row), "files"), bytes(piece.sealed), place_))


# Recipients

TOKEN_PLACE = ("releases.recipient", "token")


def recipients_of(study_id: UUID) -> list[RecipientView]:
    """Return the keys of a study's recipients, those that wait first."""
    rows = list(Recipient.objects.filter(study_id=study_id).order_by("named_at"))
    names = names_of({row.named_by for row in rows} | {row.decided_by for row in rows if row.decided_by})
    views = [_recipient(row, names) for row in rows]
    return sorted(views, key=lambda one: (one.ended_at is not None, one.is_approved is not None))


def _recipient(row: Recipient, names: dict[UUID, str]) -> RecipientView:
    decided_by = names.get(row.decided_by, "") if row.decided_by else ""
    who = names.get(row.named_by, "")
    return RecipientView(
        row.id, row.name, fingerprint(row.public_key), who, row.named_at, decided_by, row.is_approved, row.ended_at
    )


def token_for(recipient_id: UUID) -> str:
    """Return what a recipient bears for some minutes: sealed, so that it is kept nowhere here."""
    told = {"recipient": recipient_id.hex, "until": (clock.now() + TOKEN_FOR).timestamp()}
    return base64.urlsafe_b64encode(seal(_token_key(), json.dumps(told).encode(), TOKEN_PLACE)).decode()


def bearer_of(token: str) -> UUID:
    """Return who bears a token; raises NoRecipient where it is none of ours, or its time is over."""
    try:
        told = json.loads(unseal(_token_key(), base64.urlsafe_b64decode(token.encode()), TOKEN_PLACE))
    except (ValueError, SealBroken):
        raise NoRecipient from None
    if datetime.fromtimestamp(told["until"], clock.now().tzinfo) < clock.now():
        raise NoRecipient
    return UUID(told["recipient"])


def _token_key() -> DataKey:
    return derived_key(practice_data_key(), "tokens of recipients")


def first_due() -> dict[str, datetime | None]:
    """Return when the files of the first release are due to go, by their term in the register."""
    made = Release.objects.filter(gone_at=None).aggregate(at=Min("finished_at"))["at"]
    return {"release-files": made and made + RELEASE_FILES}


def pile_for(reader: UUID) -> Pile:
    """Return which releases the measure let through and this reader may hand out: of studies that run, and asked for by others."""
    rows = Release.objects.filter(decided_at=None, is_safe=True, study_id__in=open_now().values("pk"))
    return Pile.of_studies(rows.exclude(asked_by=reader).order_by("measured_at").values_list("measured_at", "study_id"))


def undecided(studies: Collection[UUID], actor: Actor) -> Iterator[Undecided]:
    """Yield what waits in some studies: to be handed out or turned down, to be compared, and what was handed out and nobody fetched."""
    asked = Release.objects.filter(study_id__in=studies)
    keys = Recipient.objects.filter(study_id__in=studies, is_approved=None, ended_at=None)

    def is_for_me(who: UUID) -> bool:
        return actor.is_a(Role.DPO) and who != actor.person

    here = "releases:of_study"
    unsaid = asked.filter(is_safe=True, decided_at=None).values_list("study_id", "asked_by")
    yield from Undecided.by_study(unsaid, (Matter.RELEASE, Turn.DPO, here), is_for_me)
    yield from Undecided.by_study(keys.values_list("study_id", "named_by"), (Matter.KEY, Turn.DPO, here), is_for_me)
    given = asked.filter(is_approved=True, wanted_at=None).values_list("study_id", "asked_by")
    yield from Undecided.by_study(given, (Matter.HANDED_OUT, Turn.RESEARCHER, here), lambda who: who == actor.person)


def pile_of_keys_for(reader: UUID) -> Pile:
    """Return which recipients' keys wait for this reader to compare them: nobody approves a key that they named."""
    rows = Recipient.objects.filter(is_approved=None, ended_at=None, study_id__in=open_now().values("pk"))
    return Pile.of_studies(rows.exclude(named_by=reader).order_by("named_at").values_list("named_at", "study_id"))
