"""The dossier of a release as PDF, for whoever has to read it and not to check it."""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from paravent.kernel.paper import typeset
from paravent.releases.dossier import Leak
from paravent.releases.terms import Column, Texts
from paravent.releases.words import COLUMNS, KIND_WORDS, RUNGS, leak, of_texts

TEMPLATE = Path(__file__).with_name("dossier.typ")
Rows = list[tuple[str, str]]


def pdf(dossier: bytes, language: str) -> bytes:
    """Return what a dossier says, in words."""
    told = json.loads(dossier)
    sections = [(_("Study"), _study(told)), (_("What left"), _what(told)), (_("What it risks"), _risk(told))]
    sections += [
        (_("Files"), [(f"{one['kind']}-{one['number']}: {one['count']}", one["sha256"]) for one in told["files"]])
    ]
    about = _("The machine-readable dossier and its receipt prove what stands here: paravent release verify.")
    return typeset(
        TEMPLATE, said={"title": _("Dossier of a release"), "about": about, "language": language, "sections": sections}
    )


def _study(told: dict[str, Any]) -> Rows:
    return [
        (_("Title"), told["study"]["title"]),
        (_("What for"), told["study"]["why"]),
        (_("Recipients"), told["recipients"]),
        (_("Asked for by"), f"{told['asked_by']['name']}, {told['asked_by']['at'][:10]}"),
        (_("Handed out by"), f"{told['handed_out']['by']}, {told['handed_out']['at'][:10]}"),
        (_("Made"), told["made_at"][:16].replace("T", " ")),
        (_("Consents (SHA-256 over who agreed to which words when)"), told["consents_sha256"]),
    ]


def _what(told: dict[str, Any]) -> Rows:
    asked = told["asked"]
    coarse = [(str(COLUMNS[column]), str(RUNGS[column][asked["rungs"][column]])) for column in Column]
    return [
        (_("Whose"), told["question"]),
        (_("Data"), ", ".join(str(KIND_WORDS[kind]) for kind in asked["kinds"])),
        *coarse,
        (_("Rules (SHA-256 of the list of what may leave)"), told["rules_sha256"]),
    ]


def _risk(told: dict[str, Any]) -> Rows:
    risk, texts = told["risk"], told["text"]["texts"]
    found = [
        (_("Patients"), str(risk["people"])),
        (_("Look alike at least (k)"), f"{risk['k']} ({_('asked for')}: {told['asked']['fewest']})"),
        (_("Chance to be right about somebody, at most"), f"{risk['prosecutor_max']:.3f}"),
        (_("Different leading diagnoses in the poorest group (l)"), str(risk["distinct"])),
        (_("Farthest group from all (t)"), f"{risk['distance']:.2f}"),
        (_("Earlier releases held beside it"), str(risk["earlier"])),
    ]
    if not texts:
        return found
    became = Texts(**texts)
    # As the dossier says, which is vouched for: what is measured since then is not in it.
    counted_on, again = told["text"]["words_left_per_100"], told["text"].get("words_left_per_100_looked_at_again", ())
    stays = leak(Leak(**counted_on), [Leak(**look) for look in again])
    return [
        *found,
        (_("Identifying words that stay in texts, of a hundred"), stays),
        (_("Texts"), " ".join(of_texts(became))),
    ]
