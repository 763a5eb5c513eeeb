# SPDX-License-Identifier: Apache-2.0
"""``sohoa papers kind``, ``turn``, ``order``, ``split``, ``join``, ``again``: what pages are and how they
lie, and those that could not be read tried once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from intake.desk.commands.papers.changed import OnePage, Pages, change_pages, listed_of, one_page, single
from intake.desk.options import DossierId, SeenVersion
from templates.desk.completion import paper_kinds
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from intake.dossier.pages.arrangement import Page
    from intake.services.papers.rearranging import Instruction, Rearranged
    from intake.store.store import Store


def kind(
    dossier: DossierId,
    pages: Pages,
    name: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=_("The paper's name or a part of it, with or without marks: “chung sinh”."),
            autocompletion=paper_kinds,
        ),
    ],
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import kind_told
    from intake.services.papers.choosing import kind_meant
    from intake.services.papers.sorting import set_kind
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    meant_kind = kind_meant(name, catalogue)

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        return set_kind(store, dossier, meant, meant_kind, word)

    def told(_done: Rearranged, count: int) -> str:
        return kind_told(count, catalogue.paper_name(meant_kind))

    change_pages(dossier, pages, work, told, seen_version, who, as_json=as_json, reads=True)


def turn(
    dossier: DossierId,
    pages: Pages,
    degrees: Annotated[
        int, typer.Argument(metavar="DEGREES", help=_("Clockwise: 90, 180 (upside down) or 270."))
    ],
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import turned_told
    from intake.services.papers.sorting import turn_pages

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        return turn_pages(store, dossier, meant, degrees, word)

    def told(_done: Rearranged, count: int) -> str:
        return turned_told(count, degrees)

    change_pages(dossier, pages, work, told, seen_version, who, as_json=as_json, reads=True)


def order(
    dossier: DossierId,
    pages: Pages,
    before: Annotated[
        str,
        typer.Option("--before", metavar="PAGE", help=_("The page that follows them; else they go last.")),
    ] = "",
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import ordered_told
    from intake.services.papers.sorting import order_pages

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        following = one_page(listed_of(store, dossier), before) if before else None
        return order_pages(store, dossier, meant, following, word)

    def told(_done: Rearranged, count: int) -> str:
        return ordered_told(count)

    change_pages(dossier, pages, work, told, seen_version, who, as_json=as_json)


def split(
    dossier: DossierId,
    page: OnePage,
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import split_told
    from intake.services.papers.sorting import split_before

    _at_one_page(dossier, page, split_before, split_told, seen_version, who, as_json=as_json)


def join(
    dossier: DossierId,
    page: OnePage,
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import joined_told
    from intake.services.papers.sorting import join_to_before

    _at_one_page(dossier, page, join_to_before, joined_told, seen_version, who, as_json=as_json, reads=True)


def _at_one_page(
    dossier: str,
    page: str,
    change: Callable[[Store, str, Page, Instruction], Rearranged],
    words: Callable[[str], str],
    seen: int | None,
    who: str | None,
    *,
    as_json: bool,
    reads: bool = False,
) -> None:
    """Change with which page a paper begins."""

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        return change(store, dossier, single(meant), word)

    def told(_done: Rearranged, _count: int) -> str:
        return words(page)

    change_pages(dossier, page, work, told, seen, who, as_json=as_json, reads=reads)


def again(
    dossier: DossierId,
    pages: Annotated[
        str,
        typer.Argument(metavar="PAGES", help=_("Pages by their numbers; without any all that failed.")),
    ] = "",
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import again_told
    from intake.services.papers.choosing import pages_meant
    from intake.services.papers.trying_again import read_again

    def means(listed: Mapping[str, Any], typed: str) -> Sequence[Page]:
        if typed:
            return pages_meant(listed, typed)
        there = (page for paper in listed["papers"] for page in paper["pages"])
        return [(page["document"], page["page"]) for page in there if page["trouble"]]

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        return read_again(store, dossier, meant, word)

    def told(done: Rearranged, count: int) -> str:
        return again_told(count, done.id)

    change_pages(
        dossier, pages, work, told, seen_version, who, as_json=as_json, reads=True, lasts=True, means=means
    )
