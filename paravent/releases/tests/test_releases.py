"""From a wish to files: refused where somebody stands out, handed out by somebody else, written from those who permit it now."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import ANY
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.test import override_settings
from pypdf import PdfReader

from paravent.access.terms import INSTALLATION, Actor, Refused, Role
from paravent.deid.doubting import HOLD
from paravent.deid.training import read_examples, trained
from paravent.doubts import operations as doubts
from paravent.doubts.terms import Answer
from paravent.doubts.tests.cast import a_letter
from paravent.kernel import clock
from paravent.kernel.retention import RELEASE_FILES
from paravent.people.tests.cast import at, newest_lines, somebody, the_log_says
from paravent.records.tests.cast import filed
from paravent.releases import operations
from paravent.releases.dossier import LOOKS
from paravent.releases.models import Piece
from paravent.releases.operations import making
from paravent.releases.paper import pdf
from paravent.releases.terms import BANDS, Column, NotReady, PermissionTakenBack, State, Texts, Why
from paravent.releases.tests.cast import COARSE, a_wish, an_open_study, people, take_back
from paravent.research import operations as research

pytestmark = pytest.mark.django_db


@pytest.fixture
def fen(db: None) -> Actor:
    """Return Fen, a researcher."""
    return somebody("Fen", Role.RESEARCHER)


def made(fen: Actor, gul: Actor, release: UUID) -> None:
    """Hand a release out, and make it."""
    operations.decide_release(gul, release, approves=True)
    operations.begin_release(fen, release)
    assert operations.waiting_releases() == [release]
    operations.make_release(release)


def content(fen: Actor, release: UUID) -> dict[str, list[dict[str, object]]]:
    """Return the resources of a release, by type."""
    found: dict[str, list[dict[str, object]]] = {}
    for one in operations.see_release(fen, release).files:
        lines = operations.take_file(fen, release, one.number)[1].splitlines()
        assert len(lines) == one.count
        found.setdefault(one.kind, []).extend(map(json.loads, lines))
    return found


def test_who_stands_out_is_refused_and_a_coarser_wish_that_was_proposed_is_let_through(
    bea: Actor, fen: Actor, gul: Actor
) -> None:
    study = an_open_study(fen, gul)
    people(bea, 24)
    release = operations.ask_for_release(fen, study, a_wish(fen, study))
    seen = operations.see_release(fen, release)
    assert seen.findings is not None
    assert (seen.state, seen.findings.why, seen.findings.k) == (State.REFUSED, (Why.STAND_OUT,), 1)
    assert seen.findings.steps[0][0] == Column.BORN
    with pytest.raises(Refused, match="somebody-stands-out"):
        operations.decide_release(gul, release, approves=True)

    (offered, *_) = seen.findings.proposals
    wish = a_wish(fen, study, rungs=offered.rungs, leaves_out=offered.leaves_out)
    again = operations.see_release(fen, operations.ask_for_release(fen, study, wish))

    assert again.state is State.WAITS
    assert again.findings is not None
    assert again.findings.k >= 11
    assert [line.patient for line in newest_lines(8) if line.act.startswith("release.")] == [None] * 6


def test_a_release_is_made_of_those_who_permit_it_and_names_none_of_them(
    bea: Actor, fen: Actor, gul: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "TOGETHER", 9)
    study = an_open_study(fen, gul)
    patients = people(bea, 26)
    release = operations.ask_for_release(fen, study, a_wish(fen, study, rungs=COARSE))
    with pytest.raises(Refused, match="not-handed-out"):
        operations.begin_release(fen, release)
    take_back(patients[:2])
    made(fen, gul, release)

    left = content(fen, release)
    seen = operations.see_release(fen, release)

    assert {kind: len(found) for kind, found in left.items()} == {"Patient": 24, "Condition": 24, "Observation": 24}
    assert seen.state is State.READY
    told = json.dumps(left)
    assert [secret for secret in ("Quermann", "Annika", "Rain", "0661 93", *map(str, patients)) if secret in told] == []
    assert {one["address"][0]["country"] for one in left["Patient"]} == {"DE"}  # type: ignore[index]
    assert {int(str(one["birthDate"])) % BANDS[3] for one in left["Patient"]} == {0}
    written = json.loads(operations.take_dossier(gul, release)[0])
    assert written["risk"]["people"] == 24
    assert {one["sha256"] for one in written["files"]} == {one.sha256 for one in seen.files}
    assert [line.facts["patients"] for line in newest_lines(30) if line.act == "release.finish"] == ["24"]


def test_whoever_takes_their_permission_back_ends_the_files_and_comes_into_no_later_ones(
    bea: Actor, fen: Actor, gul: Actor
) -> None:
    study = an_open_study(fen, gul)
    patients = people(bea, 25)
    release = operations.ask_for_release(fen, study, a_wish(fen, study, rungs=COARSE))
    made(fen, gul, release)
    first = {one["id"] for one in content(fen, release)["Patient"]}
    take_back(patients[:1])
    people(bea, 1, first=60)

    with pytest.raises(PermissionTakenBack):
        operations.take_file(fen, release, 1)
    assert operations.see_release(fen, release).state is State.GONE
    assert Piece.objects.count() == 0

    operations.begin_release(fen, release)
    operations.make_release(release)
    second = {one["id"] for one in content(fen, release)["Patient"]}
    assert (len(first), len(second), first & second) == (25, 24, set())


def test_too_many_gone_between_the_word_and_the_files_and_it_is_refused(bea: Actor, fen: Actor, gul: Actor) -> None:
    study = an_open_study(fen, gul)
    patients = people(bea, 24)
    release = operations.ask_for_release(fen, study, a_wish(fen, study, rungs=COARSE))
    operations.decide_release(gul, release, approves=True)
    operations.begin_release(fen, release)
    assert operations.plan_release(INSTALLATION, release)
    assert not operations.make_part(INSTALLATION, release)
    take_back(patients[:12])

    assert not operations.finish_release(INSTALLATION, release)
    assert not operations.plan_release(INSTALLATION, release)

    assert operations.see_release(fen, release).state is State.REFUSED
    with pytest.raises(NotReady):
        operations.take_dossier(fen, release)
    for of_the_installation in (operations.measure_release, operations.vouch_for_release):
        with pytest.raises(Refused, match="not-your-work"):
            of_the_installation(fen, release)


def test_a_second_release_is_held_beside_the_first(bea: Actor, fen: Actor, gul: Actor) -> None:
    study = an_open_study(fen, gul)
    people(bea, 24)
    wish = a_wish(fen, study, rungs=COARSE)
    made(fen, gul, operations.ask_for_release(fen, study, wish))
    people(bea, 2, first=50)

    again = operations.see_release(fen, operations.ask_for_release(fen, study, wish))

    assert again.findings is not None
    assert (again.state, again.findings.earlier, again.findings.k) == (State.REFUSED, 1, 1)
    assert again.findings.proposals[0].leaves_out
    assert again.findings.proposals[0].left_out == 2


def test_files_are_taken_by_who_asked_given_back_and_forgotten_in_time(
    bea: Actor, fen: Actor, gul: Actor, cem: Actor
) -> None:
    study = an_open_study(fen, gul)
    people(bea, 24)
    wish = a_wish(fen, study, rungs=COARSE)
    release = operations.ask_for_release(fen, study, wish)
    made(fen, gul, release)
    for other in (gul, cem):
        with pytest.raises((Refused, ObjectDoesNotExist)):
            operations.take_file(other, release, 1)
    operations.take_file(fen, release, 1)
    assert the_log_says("release.take", "done", "approved-study")

    assert operations.forget_files(INSTALLATION) == 0
    with at(clock.now() + RELEASE_FILES + timedelta(hours=1)):
        assert operations.forget_files(INSTALLATION) == 1
    with pytest.raises(Refused, match="files-are-gone"):
        operations.take_file(fen, release, 1)
    operations.begin_release(fen, release)
    operations.make_release(release)
    operations.give_back(fen, release)
    assert operations.see_release(fen, release).state is State.GONE
    assert [one.release_id for one in operations.list_releases(gul, study).releases] == [release]


def test_a_release_without_a_tagger_has_no_texts(bea: Actor, fen: Actor, gul: Actor) -> None:
    study = an_open_study(fen, gul, texts=True)
    people(bea, 24)
    wish = a_wish(fen, study, rungs=COARSE, texts=True)

    seen = operations.see_release(fen, operations.ask_for_release(fen, study, wish))

    assert seen.findings is not None
    assert (seen.state, seen.findings.why) == (State.REFUSED, (Why.NO_TAGGER,))
    assert not seen.findings.proposals[0].texts


def test_the_log_vouches_for_the_dossier_and_the_dossier_for_the_files(
    bea: Actor, fen: Actor, gul: Actor, tmp_path: Path
) -> None:
    from paravent.web.cli import main
    from paravent.web.lifespan import sequence_and_keep

    study = an_open_study(fen, gul)
    people(bea, 24)
    release = operations.ask_for_release(fen, study, a_wish(fen, study, rungs=COARSE))
    made(fen, gul, release)
    told, _ = operations.take_dossier(fen, release)
    first = operations.take_file(fen, release, 1)[1]
    sequence_and_keep()
    proof = operations.take_proof(fen, release)

    for name, said in (("dossier", told), ("receipt", proof.encode()), ("changed", told.replace(b"Fulda", b"Gotha"))):
        (tmp_path / name).write_bytes(said)
    (tmp_path / "1.ndjson").write_bytes(first)
    (tmp_path / "2.ndjson").write_bytes(first + b"\n")

    def verified(name: str, *files: str) -> str:
        """Return what the command says."""
        paths = [str(tmp_path / one) for one in (name, *files)]
        return CliRunner().invoke(main, ["release", "verify", *paths, "--proof", str(tmp_path / "receipt")]).output

    assert "This holds" in verified("dossier", "1.ndjson")
    assert "does not vouch" in verified("changed")
    assert "does not vouch" in verified("dossier", "1.ndjson", "2.ndjson")
    research.end_study(gul, study)
    with pytest.raises(Refused, match="study-is-over"):
        operations.take_file(fen, release, 1)


@pytest.fixture
def a_tagger(tmp_path: Path) -> Iterator[None]:
    """Let the practice have trained a tagger, on next to nothing: what the record knows goes without it."""
    lines = [
        {
            "text": f"Vorstellung bei {name} heute.",
            "entities": [{"start": 16, "end": 16 + len(name), "type": "NAME_DOCTOR"}],
        }
        for name in ("Wamsler", "Öttl", "Brenzke", "Kurzawa")
    ]
    plain = [{"text": f"{word} ist gut, und es geht besser.", "entities": []} for word in ("Der Blutdruck", "Das Knie")]
    (tmp_path / "de.jsonl").write_text("\n".join(map(json.dumps, [*lines, *plain])))
    (tmp_path / "deid.model").write_bytes(trained(read_examples(tmp_path)))
    keys = Path(settings.PARAVENT_HOME) / "keys"
    (tmp_path / "keys").symlink_to(keys)
    with override_settings(PARAVENT_HOME=tmp_path):
        yield


def made_anew(fen: Actor, release: UUID) -> None:
    """Give a release back, and make it once more."""
    operations.give_back(fen, release)
    operations.begin_release(fen, release)
    operations.make_release(release)


def letters_in(left: dict[str, list[Any]]) -> list[str]:
    return [base64.b64decode(one["content"][0]["attachment"]["data"]).decode() for one in left["DocumentReference"]]


def printed(dossier: bytes) -> str:
    """Return what a dossier says on paper."""
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf(dossier, "en"))).pages)


@pytest.mark.usefixtures("a_tagger")
def test_texts_leave_rewritten_or_wait_for_a_clinician_and_the_dossier_says_how_many(
    bea: Actor, fen: Actor, gul: Actor
) -> None:
    study = an_open_study(fen, gul, texts=True)
    patient, *_ = people(bea, 24)
    filed(patient, a_letter(patient))
    wish = a_wish(fen, study, kinds=("Condition", "DocumentReference"), rungs=COARSE, texts=True)
    release = operations.ask_for_release(fen, study, wish)
    made(fen, gul, release)

    left = content(fen, release)
    dossier = operations.take_dossier(fen, release)[0]
    texts = json.loads(dossier)["text"]["texts"]

    letters = letters_in(left)
    notes = [one["note"][0]["text"] for one in left["Condition"] if "note" in one]  # type: ignore[index]
    assert (texts["read"], texts["left"], texts["held"], texts["named"]) == (49, 48, 1, 0)
    assert [said for said in (*letters, *notes) if "Quermann" in said or "Annika" in said] == []
    assert len(letters) == len(notes) == 24
    assert any("gut" in said for said in letters)
    assert [f"{look.estimate:.2f}" in printed(dossier) for look in LOOKS] == [True, True]

    (waits,) = doubts.list_doubts(bea)
    asked = doubts.open_doubt(bea, waits.doubt_id).held
    assert {one.cause for one in asked.doubtful} & HOLD
    doubts.decide_doubt(bea, waits.doubt_id, Answer(words=("Bäcker",)))
    made_anew(fen, release)

    assert operations.see_release(gul, release).texts == Texts(49, 49, doubtful=ANY, decided=1)
    letters = letters_in(content(fen, release))
    assert len(letters) == 25
    assert [said for said in letters if "Mathilde" in said or "Bäcker" in said] == []
