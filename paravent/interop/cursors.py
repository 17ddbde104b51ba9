"""Where a page ended, as a word in a URL that says nothing: sealed, and good only for whoever was given it."""

import base64
import binascii
from uuid import UUID

import orjson

from paravent.fhir.terms import Complaint, Unclear
from paravent.kernel.sealing import DataKey, SealBroken, derived_key, seal, unseal
from paravent.keys.custody import practice_data_key
from paravent.programs.terms import Access
from paravent.records.terms import Spot

Pairs = tuple[tuple[str, str], ...]


def cursor(access: Access, path: str, said: Pairs, spot: Spot | None) -> str:
    """Return the word for going on with a question at a spot."""
    at = [spot.value, str(spot.row_id)] if spot else None
    body = orjson.dumps({"said": said, "at": at})
    return base64.urlsafe_b64encode(seal(_key(), body, _place(access, path))).decode().rstrip("=")


def resumed(access: Access, path: str, word: str) -> tuple[Pairs, Spot | None]:
    """Return what was asked and where to go on; raise Unclear where the word is not one of ours for this program."""
    try:
        body = orjson.loads(
            unseal(_key(), base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)), _place(access, path))
        )
    except (SealBroken, binascii.Error, ValueError):
        raise Unclear(Complaint("invalid", "This page was not given to you; search again.", "http._page")) from None
    said = tuple((str(name), str(value)) for name, value in body["said"])
    return said, _spot(body["at"])


def _spot(at: list[str] | None) -> Spot | None:
    return Spot(at[0], UUID(at[1])) if at else None


def _key() -> DataKey:
    return derived_key(practice_data_key(), "page cursors")


def _place(access: Access, path: str) -> tuple[str, ...]:
    return ("interop.page", str(access.actor.person), str(access.program), str(access.patient or ""), path)
