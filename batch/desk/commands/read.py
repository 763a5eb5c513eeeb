# SPDX-License-Identifier: Apache-2.0
"""``sohoa read``: what stands on the pages of some files, without a dossier."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import Password
from templates.desk.options import AsJson
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.reading.page_work import HowToRead
    from intake.reading.read_files import PageEntry

SURE = 0.9
"""From this confidence on a value is shown without a mark."""


def register(app: typer.Typer) -> None:
    """Mount ``read``."""
    app.command("read")(read)


def read(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help=_("PDF files or pictures (JPEG, PNG, TIFF, WebP, GIF, BMP).")),
    ],
    as_json: AsJson = False,
    password: Password = False,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help=_("Pages read at once; one a core unless given."))
    ] = None,
    debug: Annotated[
        Path | None,
        typer.Option(
            "--debug",
            metavar="DIR",
            file_okay=False,
            help=_("Write pictures of every step there, to see why a value was read as it was."),
        ),
    ] = None,
) -> None:
    from intake.capture.unlocking import unlocked
    from intake.desk.asking import asked_password
    from intake.desk.console import complain, print_json
    from intake.reading.page_work import how_to_read
    from intake.reading.read_files import has_failures
    from intake.reading.workers import start_forkserver
    from intake.settings.current import current_settings
    from ocr.debug.page import privacy_warning

    how = how_to_read(current_settings(), workers)
    told = asked_password() if password else None
    start_forkserver()
    with TemporaryDirectory() as folder:  # none but this account may look into it
        named = list(dict.fromkeys(files))
        opened = named if told is None else unlocked(map(Path, named), told, Path(folder))
        result = _result(dict(zip(map(str, opened), named, strict=True)), how, debug)
    if debug:
        complain(privacy_warning(), _("They are in {folder}.").format(folder=debug))
    if as_json:
        print_json(result)
    else:
        show_pages(result)
    if has_failures(result):
        raise typer.Exit(1)


def _result(names: dict[str, str], how: HowToRead, debug: Path | None) -> dict[str, list[PageEntry]]:
    """What was read of the files, by the names under which they were given; ``names`` has these by path."""
    from intake.desk.progress import progress
    from intake.reading.read_files import collect, plan, read_files

    planned = plan(names, how)
    with progress(_("Reading"), sum(info.pages for info in planned.values())) as advance:
        entries = []
        for entry in read_files(planned, how, debug):
            entries.append(entry)
            advance(1)
    return {names[path]: pages for path, pages in collect(planned, entries).items()}


def show_pages(result: dict[str, list[PageEntry]]) -> None:
    """A table for each paper of each page; values to look at are marked with a question mark."""
    for path, pages in result.items():
        for entry in pages:
            for paper in (entry, *entry.get("others", [])):
                _show_paper(path, paper)


def _show_paper(path: str, entry: PageEntry) -> None:
    from intake.desk.console import show, show_table
    from intake.reading.read_files import WHOLE_FILE
    from ocr.result import CARD_DIFFERS

    if entry["page"] == WHOLE_FILE:
        show(path, entry["error"]["message"])
        return
    title = _("{file}, page {page}: {kind}").format(
        file=path, page=entry["page"], kind=kind_name(entry["kind"])
    )
    if "error" in entry:
        show(title, entry["error"]["message"])
    elif not entry["fields"]:
        show(title, _("No values."))
    else:
        show_table(
            [_("Field"), _("Value"), _("Sure"), _("Source")], field_rows(entry), title=title, whole=[0]
        )
    if CARD_DIFFERS in entry.get("notes", ()):
        show(_("Code, machine-readable zone and print of this card do not say the same: look at the card."))


def field_rows(entry: PageEntry) -> list[tuple[str, str, str, str]]:
    """Key, value, confidence in per cent (marked where low) and source of each field of a page."""
    return [
        (key, found["value"], sureness(found["confidence"]), found["source"])
        for key, found in entry["fields"].items()
    ]


def sureness(confidence: float) -> str:
    # Rounded down: 0.899 must not be shown as the 90 % that needs no look.
    return f"{int(confidence * 100)} %{'' if confidence >= SURE else ' ?'}"


def kind_name(kind: str) -> str:
    """The paper's name in the language chosen now."""
    from templates.catalogue.loading import load_catalogue
    from templates.language.messages import current_language

    paper = load_catalogue().document_types.get(kind)
    return str(paper.name["en" if current_language() == "en" else "vi"]) if paper else kind
