# SPDX-License-Identifier: Apache-2.0
"""``sohoa add``: the papers of a dossier come in, and one screen says what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from intake.desk.options import DossierId, Password
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.reading.read_pages import PageOutcome
    from intake.services.receive.adding import Added


def register(app: typer.Typer) -> None:
    """Mount ``add``."""
    app.command("add")(add)


def add(
    dossier: DossierId,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE…",
            help=_("Scans (PDF or pictures) or folders of them; without any, what is not read yet is."),
        ),
    ] = None,
    read: Annotated[bool, typer.Option("--read/--no-read", help=_("Read the papers at once."))] = True,
    password: Password = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.asking import asked_password
    from intake.desk.progress import progress
    from intake.desk.surroundings import acting, desk_store, our_commune
    from intake.reading.page_work import how_to_read
    from intake.reading.workers import PRELOAD, PRELOAD_TO_COUNT, start_forkserver
    from intake.services.receive.adding import add_papers
    from intake.settings.current import current_settings

    how = how_to_read(current_settings())
    told = asked_password() if password else None
    start_forkserver(PRELOAD if read else PRELOAD_TO_COUNT)  # while the store is opened
    with desk_store() as store:
        added = add_papers(
            store,
            dossier,
            files or [],
            how,
            who=acting(who),
            commune=our_commune(),
            read=read,
            watch=partial(progress, _("Reading")),
            password=told,
        )
    show_added(added, as_json=as_json)


def show_added(added: Added, *, as_json: bool) -> None:
    """What came in, what is still missing, what could not be read; exit code 1 where a person has to look."""
    from intake.desk.console import print_json
    from intake.desk.screens.still_missing import show_still_missing

    if as_json:
        lacking = added.still_missing
        told = {"not_read": _not_read(added.failed), "still_missing": lacking, "parted": _parted(added)}
        print_json({**added.taken, **told})
    else:
        _show(added.taken)
        show_still_missing(added.still_missing)
        _tell_parted(added)
    _complain(added.failed)
    if not added.all_is_well:
        raise typer.Exit(1)


def _parted(added: Added) -> dict[str, Any] | None:
    if added.parted is None:
        return None
    return {"dossiers": list(added.parted.others), "unsorted": added.parted.unsorted}


def _tell_parted(added: Added) -> None:
    from intake.desk.console import say

    if added.parted is None:
        return
    if others := ", ".join(added.parted.others):
        told = _("Forms of others lay among the papers; they are dossiers of their own now: {ids}")
        say(told.format(ids=others), "yellow")
    if added.parted.unsorted:
        say(
            _("Pages of which nobody knows surely whose they are wait: sohoa papers sort {id}").format(
                id=added.parted.unsorted
            ),
            "yellow",
        )
    say(_("Take it back with: sohoa undo {id}").format(id=added.parted.dossier))


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


def _show(told: dict[str, Any]) -> None:
    from intake.desk.console import say, show_table
    from intake.desk.screens.judged import left_queue_word
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
