"""deid: texts without the people in them, with no database and no network.

Exit codes: 0, done; 1, it could not be done, as is said; 2, the command was not understood; 3, done, but some files were left out.
No message names a file or quotes a text: either may hold somebody's name.
"""

import codecs
import hashlib
import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.listing import Listing

if TYPE_CHECKING:
    from paravent.deid.deidentifier import Deidentifier
    from paravent.deid.streaming import Piece
    from paravent.deid.tagging import Tagger
    from paravent.deid.terms import Guide, Known, Style

PARTLY = 3
TEXTS = {".txt", ".text", ".md", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xml", ".html", ".log", ".hl7", ""}
OWNER_ONLY = 0o600
INVENTED, MOST_INVENTED = 60, 2000
"""Letters that nobody wrote, of which a tagger learns beside the marked ones; more than some hundred teach little."""
USUAL_MODEL = Path("paravent-data/deid.model")
"""Where a trained tagger is put, seen from where the command is run. No model comes with Paravent: docs/guide/deid.md says how one is made."""


class FileOrTrain(Listing):
    """A group whose first word may also be a file: `paravent deid letter.txt`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what names no command of the group for a file."""
        if args and args[0] not in {*self.commands, "-h", "--help"}:
            args = ["hide", *args]
        return super().parse_args(ctx, args)


@click.group(cls=FileOrTrain, short_help="Take the people out of texts, without any network.")
def deid() -> None:
    """Take the people out of texts: FILE, FOLDER or - (what is piped in).

    `paravent deid letter.txt` prints the text with somebody else's names, dates and numbers in it;
    `paravent deid hide --help` lists the options. A net, not a promise: read docs/guide/deid.md before anything leaves the house.
    """


@dataclass(slots=True)
class Told:
    """What was done, in numbers."""

    texts: int = 0
    left_out: list[int] = field(default_factory=list)
    hidden: int = 0
    doubts: dict[int, int] = field(default_factory=dict)
    """How many places are doubtful in which text."""


@deid.command()
@click.argument("source", type=click.Path(allow_dash=True, path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Where the result goes: a file, or for a folder a new folder. Without: the terminal.",
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write a page that shows both side by side. It holds the identifiers.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print what was found instead of the text, one JSON object a text; no identifier in it.",
)
@click.option(
    "--known",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What the record knows of its people, as JSON (docs/guide/deid.md).",
)
@click.option(
    "--model",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A trained tagger. Without: the one beside the practice's data, if there is one.",
)
@click.option(
    "--guide",
    type=click.Choice(["gemtex", "safe-harbor"]),
    default="gemtex",
    show_default=True,
    help="What counts: all the German guide marks, or HIPAA's Safe Harbor, which lets years and ages up to 89 stay.",
)
@click.option("--labels", is_flag=True, help="Put labels in brackets instead of surrogates.")
@click.option("--encoding", default="utf-8-sig", show_default="utf-8", help="How the texts are encoded, as in cp1252.")
def hide(source: Path, out: Path | None, html: Path | None, as_json: bool, **how: Any) -> None:  # noqa: FBT001 (click's flag)
    """Take the people out of SOURCE: a file, a folder, or - for what is piped in. Files of any size; nothing leaves the machine."""
    told, way = Told(), _way(**how)
    with ExitStack() as open_files:
        page = _page(html, open_files)
        for number, (path, to) in enumerate(_texts(source, out), 1):
            _hide_one(number, path, (to, page, as_json), way, told)
        _queue(page, told)
    click.echo(_said(told), err=True)
    if told.left_out:
        click.echo(
            f"Left out, being no text in {way.encoding}: number {', '.join(map(str, told.left_out))} in the order of their names. Try --encoding cp1252.",
            err=True,
        )
        sys.exit(PARTLY)


def _said(told: Told) -> str:
    doubtful, where = sum(told.doubts.values()), sum(map(bool, told.doubts.values()))
    doubts = f"; {doubtful} places in {where} of them are doubtful: look at them with --html" if doubtful else ""
    return f"{told.texts} text{'' if told.texts == 1 else 's'}, {told.hidden} identifiers replaced{doubts}."


def _texts(source: Path, out: Path | None) -> Iterator[tuple[Path | None, Path | None]]:
    """Yield each text with where its result goes: None is the terminal. New names are numbers, for names of files name people."""
    if str(source) == "-":
        yield None, out
        return
    if not source.exists():
        raise CommandStopped("There is no such file or folder. Nothing was done.")
    if source.is_file():
        yield source, out
        return
    if out is not None:
        _new_folder(out)
    inside = sorted(path for path in source.rglob("*") if path.is_file() and path.suffix.lower() in TEXTS)
    if not inside:
        raise CommandStopped(f"There is no text in the folder. It is looked for: {', '.join(sorted(TEXTS - {''}))}.")
    for number, path in enumerate(inside, 1):
        yield path, out / f"text-{number:05}{path.suffix.lower()}" if out else None


def _new_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        is_empty = not any(out.iterdir())
    except OSError as failed:
        raise CommandStopped(f"The folder given as --out cannot be made: {failed.strerror}.") from None
    if not is_empty:
        raise CommandStopped("The folder given as --out is not empty. Give one that is: nothing is written over.")


def _page(html: Path | None, open_files: ExitStack) -> IO[str] | None:
    if html is None:
        return None
    from paravent.deid.beside import HEAD

    page = open_files.enter_context(_for_writing(html))
    page.write(HEAD)
    return page


def _queue(page: IO[str] | None, told: Told) -> None:
    """Write at the end of the page which texts a clinician should look at first."""
    if page is not None:
        from paravent.deid.beside import queue

        page.writelines(queue(told.doubts))


def _for_writing(path: Path) -> IO[str]:
    """Open a file that its owner alone may read."""
    try:
        return os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8", newline=""
        )
    except FileExistsError:
        raise CommandStopped(
            "The file given as --out or --html is there already. Give another: nothing is written over."
        ) from None
    except OSError as failed:
        raise CommandStopped(f"The file given as --out or --html cannot be written: {failed.strerror}.") from None


def _hide_one(
    number: int,
    path: Path | None,
    where: tuple[Path | None, IO[str] | None, bool],
    way: "Way",
    told: Told,
) -> None:
    from paravent.deid.beside import beside
    from paravent.deid.streaming import pieces

    to, page, as_json = where
    try:
        with ExitStack() as open_files:
            text = _opened(path, way.encoding, open_files)
            goal = open_files.enter_context(_for_writing(to)) if to else None
            done = _counted(
                pieces(text.read, way.deidentifier()),
                told,
                goal if goal or as_json else sys.stdout,
                number,
                as_json=as_json,
            )
            for row in beside(done, number) if page else done:
                if page:
                    page.write(str(row))
    except UnicodeDecodeError:
        told.left_out.append(number)
        if to:
            to.unlink(missing_ok=True)
    except OSError as failed:
        raise CommandStopped(f"Text number {number} cannot be read: {failed.strerror}.") from None
    else:
        told.texts += 1


def _opened(path: Path | None, encoding: str, open_files: ExitStack) -> IO[str]:
    raw = sys.stdin.buffer if path is None else open_files.enter_context(path.open("rb"))
    import io

    return io.TextIOWrapper(raw, encoding=encoding, newline="")


def _counted(
    done: "Iterator[Piece]", told: Told, goal: IO[str] | None, number: int, *, as_json: bool
) -> "Iterator[Piece]":
    """Pass pieces on, write their text and count; with `as_json`, print what was found in them."""
    for piece in done:
        told.hidden += len(piece.result.hidden)
        told.doubts[number] = told.doubts.get(number, 0) + len(piece.result.doubts)
        if goal:
            goal.write(piece.result.text)
        if as_json:
            click.echo(json.dumps(_as_json(piece, number), ensure_ascii=False))
        yield piece


def _as_json(piece: "Piece", number: int) -> dict[str, object]:
    doubted = set(piece.result.doubts)
    return {
        "text": number,
        "spans": [
            {
                "label": one.span.label.value,
                "start": piece.at + one.span.start,
                "end": piece.at + one.span.end,
                "surrogate": one.surrogate,
                "surrogate_start": piece.result_at + one.at,
                "pass": one.span.by.value,
                "certainty": round(one.span.certainty, 3),
                "doubtful": one.span in doubted,
            }
            for one in piece.result.hidden
        ],
        "left": [
            {
                "label": span.label.value,
                "start": piece.at + span.start,
                "end": piece.at + span.end,
                "certainty": round(span.certainty, 5),
            }
            for span in piece.result.left
        ],
    }


def _way(encoding: str, known: Path | None, model: Path | None, guide: str, *, labels: bool) -> "Way":
    from paravent.deid.reading import KnownUnreadable, read_known
    from paravent.deid.terms import Guide, Known, Style

    try:
        codecs.lookup(encoding)
        told = read_known(known) if known else Known()
    except LookupError:
        raise click.UsageError("--encoding is a name such as utf-8 or cp1252.") from None
    except KnownUnreadable as odd:
        raise CommandStopped(" ".join((odd.__doc__ or "").split())) from None
    path = model or (USUAL_MODEL if USUAL_MODEL.exists() else None)
    style = Style.LABEL if labels else Style.SURROGATE
    # Texts of one record get the same surrogates; of others nothing may connect them.
    key = secrets.token_bytes(32) if known else b""
    return Way(encoding, told, Guide(guide), style, key, _tagger(path) if path else None)


@dataclass(frozen=True, slots=True)
class Way:
    """How texts are read and what is done with them."""

    encoding: str
    known: "Known"
    guide: "Guide"
    style: "Style"
    key: bytes
    model: "Tagger | None"

    def deidentifier(self) -> "Deidentifier":
        """Return what takes the people out of one text."""
        from paravent.deid.deidentifier import Deidentifier

        return Deidentifier(self.known, self.guide, self.style, self.key, self.model)


def _tagger(path: Path) -> "Tagger":
    from paravent.deid.tagging import Tagger
    from paravent.deid.terms import ModelUnreadable

    try:
        tagger = Tagger.read(path)
    except ModelUnreadable as odd:
        raise CommandStopped(" ".join((odd.__doc__ or "").split())) from None
    click.echo(f"Tagger: SHA-256 {tagger.digest}.", err=True)
    return tagger


@deid.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the model goes, as paravent-data/deid.model.",
)
@click.option(
    "--invented",
    "count",
    type=click.IntRange(0, MOST_INVENTED),
    default=INVENTED,
    show_default=True,
    help="How many German letters that nobody wrote are learned from as well.",
)
def train(folder: Path | None, out: Path, count: int) -> None:
    """Learn a tagger from marked texts: *.jsonl in FOLDER, in each line {"text": …, "entities": [{"start", "end", "type"}, …]}.

    Without FOLDER it learns from invented letters alone: German, and less than with marked ones. The same texts make the same file; its SHA-256
    is told. A tagger remembers words of the texts it learned from: keep one that learned from real letters as you keep the letters.
    """
    from paravent.deid.invented import taught
    from paravent.deid.terms import ExamplesUnreadable
    from paravent.deid.training import read_examples, trained

    try:
        examples = read_examples(folder) if folder else []
        if not examples and not count:
            raise ExamplesUnreadable
    except ExamplesUnreadable as odd:
        raise CommandStopped(" ".join((odd.__doc__ or "").split())) from None
    held = trained(taught(examples, count), lambda said: click.echo(said, err=True))
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "wb") as file:
            file.write(held)
    except OSError as failed:
        raise CommandStopped(f"The model cannot be written: {failed.strerror}.") from None
    click.echo(f"{len(examples)} texts, {len(held) // 1024} KiB, SHA-256 {hashlib.sha256(held).hexdigest()}")
