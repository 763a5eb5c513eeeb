"""``sohoa add``: the papers of a dossier come in, and one screen says what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from intake.desk.options import DossierId
from templates.desk.options import AsJson, Who
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.capture.sources import Closed, DossierSource
    from intake.reading.page_work import HowToRead
    from intake.reading.read_pages import PageOutcome
    from intake.services.receive.ingest import Taken
    from intake.store.store import Store
    from intake.store.transaction import Transaction


def register(app: typer.Typer) -> None:
    """Mount ``add``."""
    app.command("add")(add)


def add(
    dossier: DossierId,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE…",
            help=_("Scans (PDF, JPEG, PNG, TIFF) or folders of them; without any, what is not read yet is."),
        ),
    ] = None,
    read: Annotated[bool, typer.Option("--read/--no-read", help=_("Read the papers at once."))] = True,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.still_missing import show_still_missing
    from intake.desk.surroundings import acting, desk_store
    from intake.reading.counting_apart import counting_apart
    from intake.reading.page_work import how_to_read
    from intake.reading.workers import PRELOAD, PRELOAD_TO_COUNT, start_forkserver
    from intake.services.counter.still_missing import still_missing
    from intake.services.receive.ingest import take_in
    from intake.services.receive.separator_sorting import of_dossier, sorter
    from intake.settings.settings import current_settings

    how = how_to_read(current_settings())
    start_forkserver(PRELOAD if read else PRELOAD_TO_COUNT)  # while the store is opened
    with desk_store() as store:
        with store.read() as session:
            found = store.find(session, dossier).id
        with counting_apart(how) as count, sorter(store, how, count=count) as led:
            source = _source(files or [])
            taken = take_in(
                store,
                found,
                of_dossier(led.sort(source), found) if files else (),
                closed=source.closed,
                who=acting(who),
                limits=how.capture,
                count=count,
            )
        if taken.doubles:
            with store.write() as session:
                store.try_again(session, found, taken.doubles)
        failed = _read_and_fill(store, found, how) if read else []
        with store.read() as session:
            told = _told(store, session, taken)
            lacking = still_missing(store, session, found)
    if as_json:
        print_json({**told, "not_read": _not_read(failed), "still_missing": lacking})
    else:
        _show(told)
        show_still_missing(lacking)
    _complain(failed)
    if taken.refused or failed:
        raise typer.Exit(1)


def _source(paths: list[Path]) -> DossierSource:
    from intake.capture.sources import DossierSource

    files, closed = _files(paths)
    return DossierSource("", Path(), tuple(files), tuple(closed))


def _files(paths: list[Path]) -> tuple[list[Path], list[Closed]]:
    from intake.capture.sources import files_below

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise UsageError(
            _("There is no file {path}.").format(path=missing[0]), _("Check the name and the folder.")
        )
    # What a person names, they mean, also by a link; what lies in a folder, they may never have seen.
    found = [files_below(path.resolve()) if path.is_dir() else ([path], []) for path in paths]
    return [file for files, _closed in found for file in files], [
        one for _files, closed in found for one in closed
    ]


def _read_and_fill(store: Store, dossier_id: str, how: HowToRead) -> list[PageOutcome]:
    """The pages that could not be read."""
    from intake.desk.progress import progress
    from intake.reading.read_pages import read_pages, unread_pages
    from intake.services.fill_and_check import fill
    from templates.catalogue.loading import load_catalogue

    failed = []
    with store.read() as session:
        pages = len(unread_pages(store, session, dossier_id, how))
    with progress(_("Reading"), pages) as advance:
        for outcome in read_pages(store, [dossier_id], how):
            if outcome.failure is not None:
                failed.append(outcome)
            advance(1)
    fill(store, dossier_id, load_catalogue())
    return failed


def _not_read(failed: Iterable[PageOutcome]) -> list[dict[str, Any]]:
    return [
        {"file": o.task.name, "page": o.task.page, "code": o.failure.reason, "reason": o.failure.sentence}
        for o in failed
        if o.failure
    ]


def _complain(failed: Iterable[PageOutcome]) -> None:
    """Once for all pages of a file that failed alike."""
    from intake.desk.console import complain

    alike: dict[tuple[str, str, str], list[int]] = {}
    for outcome in failed:
        if outcome.failure:
            told = (outcome.task.name, outcome.failure.sentence, outcome.failure.advice)
            alike.setdefault(told, []).append(outcome.task.page)
    for (file, problem, advice), pages in alike.items():
        where = ", ".join(map(str, sorted(pages)))
        complain(_("{file}, page {pages}: {problem}").format(file=file, pages=where, problem=problem), advice)


def _told(store: Store, session: Transaction, taken: Taken) -> dict[str, Any]:
    documents = {document.id: document for document in store.documents(session, taken.dossier_id)}
    pages = store.pages(session, taken.dossier_id)
    added = [documents[number] for number in taken.added]
    refused = [documents[number] for number in taken.refused]
    return {
        "id": taken.dossier_id,
        "state": store.get(session, taken.dossier_id).state,
        "added": [
            {
                "file": document.name,
                "pages": document.page_count,
                "kinds": [page.kind for page in pages.get(document.id, ()) if page.kind],
                "also_in": taken.shared.get(document.id, []),
            }
            for document in added
        ],
        "refused": [{"file": d.name, "code": d.refusal_code, "reason": d.refusal_reason} for d in refused],
        "already_there": list(taken.doubles),
        "after_sending": taken.late,
        "left_queue": taken.left_queue,
    }


def _show(told: dict[str, Any]) -> None:
    from intake.desk.commands.check import left_queue_word
    from intake.desk.console import say, show_table
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    rows = [
        (paper["file"], _("pages: {count}").format(count=paper["pages"]), _what(paper, catalogue))
        for paper in told["added"]
    ]
    rows += [(paper["file"], _("refused"), paper["reason"]) for paper in told["refused"]]
    rows += [(name, _("already there"), "") for name in told["already_there"]]
    if rows:
        show_table([_("File"), _("Taken in"), _("What it is")], rows, title=told["id"])
    if told["left_queue"]:
        say(left_queue_word(), "yellow")  # what follows is said by the screen of what is missing
    if told["after_sending"]:
        say(_late(told), "yellow")


def _late(told: dict[str, Any]) -> str:
    from intake.dossier.states import State

    if told["state"] is State.QUEUED:
        return _("The dossier is being sent or may have reached the gateway; this paper does not go with it.")
    return _("The dossier was sent before; what was sent does not change.")


def _what(paper: dict[str, Any], catalogue: Any) -> str:
    names = ", ".join(dict.fromkeys(catalogue.paper_name(kind) for kind in paper["kinds"]))
    if paper["also_in"]:
        return _("{names} (also in {ids})").format(names=names, ids=", ".join(paper["also_in"]))
    return names
