"""``sohoa new`` and ``sohoa add``: a citizen at the counter, and the papers they bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from templates.errors import UsageError
from templates.messages import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from intake.ingest import Taken
    from intake.store import Store

DEFAULT_PROCEDURE = "1.001193"

AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))]
Who = Annotated[str | None, typer.Option("--who", help=_("Who acts (otherwise the computer's account)."))]


def register(app: typer.Typer) -> None:
    """Mount ``new`` and ``add``."""
    app.command("new", help=_("Make a dossier for a citizen at the counter and print its id."))(new)
    app.command("add", help=_("Add papers to a dossier, read them and fill the form in."))(add)


def new(
    procedure: Annotated[
        str, typer.Option("--procedure", "-p", help=_("National code of the procedure."))
    ] = DEFAULT_PROCEDURE,
    requester: Annotated[str, typer.Option("--requester", help=_("Name of who asks, for your list."))] = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.console import print_json, say, show
    from intake.deadlines import local_day
    from intake.desk import acting, desk_store
    from ocr.folding import nfc
    from templates.catalogue import load_catalogue

    with desk_store() as store:
        load_catalogue().procedure(procedure, local_day(store.clock()))
        with store.write() as session:
            dossier = store.create_dossier(
                session, procedure=procedure, who=acting(who), requester=nfc(requester)
            )
    if as_json:
        print_json({"id": dossier.id, "procedure": dossier.procedure, "received_at": dossier.received_at})
        return
    show(dossier.id)
    say(_("Add the papers with: sohoa add {id} FILE…").format(id=dossier.id))


def add(
    dossier: Annotated[str, typer.Argument(metavar="ID", help=_("Dossier; a part of its id is enough."))],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help=_("Scans (PDF, JPEG, PNG, TIFF) or folders of them.")),
    ],
    read: Annotated[bool, typer.Option("--read/--no-read", help=_("Read the papers at once."))] = True,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.console import print_json
    from intake.desk import acting, desk_store
    from intake.ingest import take_in
    from intake.settings import current_settings

    limits = current_settings().capture_limits
    with desk_store() as store:
        with store.read() as session:
            found = store.find(session, dossier).id
        taken = take_in(store, found, _files(files), who=acting(who), limits=limits)
        if read:
            _read_and_fill(store, found)
        with store.read() as session:
            told = _told(store, session, taken)
    print_json(told) if as_json else _show(told)
    if taken.refused:
        raise typer.Exit(1)


def _files(paths: list[Path]) -> list[Path]:
    from intake.sources import files_below

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise UsageError(
            _("There is no file {path}.").format(path=missing[0]), _("Check the name and the folder.")
        )
    return [file for path in paths for file in (files_below(path) if path.is_dir() else [path])]


def _read_and_fill(store: Store, dossier_id: str) -> None:
    from intake.progress import progress
    from intake.read_dossier import read_dossier, unread_pages
    from intake.settings import current_settings
    from intake.steps import fill
    from templates.catalogue import load_catalogue

    catalogue, by = load_catalogue(), current_settings().recognisers
    with store.read() as session:
        pages = len(unread_pages(store, session, dossier_id, by))
    with progress(_("Reading"), pages) as done:
        limits = current_settings().capture_limits
        read_dossier(store, dossier_id, catalogue, limits=limits, by=by, done=done)
    fill(store, dossier_id, catalogue)


def _told(store: Store, session: Session, taken: Taken) -> dict[str, Any]:
    documents = {document.id: document for document in store.documents(session, taken.dossier_id)}
    added = [documents[number] for number in taken.added]
    refused = [documents[number] for number in taken.refused]
    return {
        "id": taken.dossier_id,
        "state": store.get(session, taken.dossier_id).state,
        "added": [
            {
                "file": document.name,
                "pages": document.page_count,
                "kinds": [page.kind for page in document.pages if page.kind],
                "also_in": taken.shared.get(document.id, []),
            }
            for document in added
        ],
        "refused": [{"file": d.name, "code": d.refusal_code, "reason": d.refusal_reason} for d in refused],
        "already_there": list(taken.doubles),
        "after_sending": taken.late,
    }


def _show(told: dict[str, Any]) -> None:
    from intake.console import say, show_table
    from templates.catalogue import load_catalogue

    catalogue = load_catalogue()
    rows = [
        (paper["file"], _("pages: {count}").format(count=paper["pages"]), _what(paper, catalogue))
        for paper in told["added"]
    ]
    rows += [(paper["file"], _("refused"), paper["reason"]) for paper in told["refused"]]
    rows += [(name, _("already there"), "") for name in told["already_there"]]
    show_table([_("File"), _("Taken in"), _("What it is")], rows, title=told["id"])
    if told["after_sending"]:
        say(_("The dossier was sent before; what was sent does not change."), "yellow")
    say(_("See what is missing with: sohoa check {id}").format(id=told["id"]))


def _what(paper: dict[str, Any], catalogue: Any) -> str:
    names = ", ".join(dict.fromkeys(catalogue.paper_name(kind) for kind in paper["kinds"]))
    if paper["also_in"]:
        return _("{names} (also in {ids})").format(names=names, ids=", ".join(paper["also_in"]))
    return names
