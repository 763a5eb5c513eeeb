# SPDX-License-Identifier: Apache-2.0
"""``sohoa papers move``, ``remove``, ``back``, ``replace``: which pages are the dossier's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.commands.papers.changed import Because, OnePage, Pages, change_pages, single
from intake.desk.completion import dossier_ids
from intake.desk.options import DossierId, SeenVersion
from templates.desk.completion import procedure_codes
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from intake.dossier.pages.arrangement import Page
    from intake.services.papers.rearranging import Instruction, Rearranged
    from intake.store.store import Store


def move(
    dossier: DossierId,
    pages: Pages,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="ID",
            help=_("The dossier they belong to; “new” makes one for them."),
            autocompletion=dossier_ids,
        ),
    ],
    copy: Annotated[
        bool, typer.Option("--copy", help=_("They belong to both, as a card that both need."))
    ] = False,
    procedure: Annotated[
        str,
        typer.Option(
            "--procedure",
            metavar="CODE",
            help=_("The procedure of the new dossier, if not the same."),
            autocompletion=procedure_codes,
        ),
    ] = "",
    because: Because = "",
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import moved_told
    from intake.services.papers.moving import move_pages

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        return move_pages(store, dossier, meant, to, word, copy=copy, procedure=procedure)

    def told(done: Rearranged, count: int) -> str:
        assert done.other is not None
        return moved_told(count, done.id, done.other.id, copy=copy)

    change_pages(dossier, pages, work, told, seen_version, who, because, as_json=as_json)


def remove(
    dossier: DossierId,
    pages: Pages,
    because: Because = "",
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import removed_told
    from intake.services.papers.moving import remove_pages

    def told(done: Rearranged, count: int) -> str:
        return removed_told(count, done.id)

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        return remove_pages(store, dossier, meant, word)

    change_pages(dossier, pages, work, told, seen_version, who, because, as_json=as_json)


def back(
    dossier: DossierId,
    line: Annotated[
        str, typer.Argument(metavar="NUMBER", help=_("Its number in the list of what was taken out."))
    ],
    because: Because = "",
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import back_told
    from intake.services.papers.choosing import taken_out_meant
    from intake.services.papers.moving import bring_back

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        return bring_back(store, dossier, meant, word)

    def told(done: Rearranged, count: int) -> str:
        return back_told(count, done.id)

    change_pages(
        dossier, line, work, told, seen_version, who, because, as_json=as_json, means=taken_out_meant
    )


def replace(
    dossier: DossierId,
    page: OnePage,
    scan: Annotated[Path, typer.Argument(metavar="FILE", help=_("The new scan of the page."))],
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import replaced_told
    from intake.services.papers.rescanning import replace_page

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        assert word.how is not None
        return replace_page(store, dossier, single(meant), scan, word, word.how)

    def told(_done: Rearranged, _count: int) -> str:
        return replaced_told(scan.name, page)

    change_pages(dossier, page, work, told, seen_version, who, as_json=as_json, reads=True)
