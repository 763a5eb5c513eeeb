# SPDX-License-Identifier: Apache-2.0
"""``sohoa papers``: the pages of a dossier, and what a person does with them: other dossier, other kind,
turned, in order, apart, away, scanned anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from intake.desk.completion import dossier_ids
from intake.desk.options import DossierId, SeenVersion
from templates.desk.command_line import App, Group
from templates.desk.completion import paper_kinds, procedure_codes
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from intake.dossier.pages.arrangement import Page
    from intake.services.papers.rearranging import Instruction, Rearranged
    from intake.store.store import Store

Pages = Annotated[
    str, typer.Argument(metavar="PAGES", help=_("Pages by their numbers in the list: 3 or 2-4 or 1,3-5."))
]
OnePage = Annotated[str, typer.Argument(metavar="PAGE", help=_("A page by its number in the list."))]
Because = Annotated[str, typer.Option("--because", metavar="REASON", help=_("Why; kept in the history."))]


class PapersGroup(Group):
    """``sohoa papers 7KQ2`` lists, as its name promises: an id has digits, and no command has."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if any(sign.isdigit() for sign in args[0]) and args[0][:1] != "-":
            args = ["list", *args]
        return super().resolve_command(ctx, args)


def register(app: typer.Typer) -> None:
    """Mount the group ``papers``."""
    group = App(no_args_is_help=True, cls=PapersGroup)
    told = {
        "list": (list_papers, _("List the pages of a dossier with their numbers; “list” may be left out.")),
        "move": (move, _("Move pages to the dossier whose they are, or into a new one.")),
        "remove": (remove, _("Take pages out of a dossier: foreign ones, blank ones. They stay kept.")),
        "kind": (kind, _("Say what kind of paper pages are; they are read again as that.")),
        "turn": (turn, _("Turn pages the right way up; they are read again.")),
        "order": (order, _("Lay pages elsewhere in the dossier.")),
        "split": (split, _("Begin a paper of its own with a page.")),
        "join": (join, _("Let a page go on with the paper before it.")),
        "replace": (replace, _("Put a new scan in the place of a page.")),
    }
    for name, (command, text) in told.items():
        group.command(name, help=text)(command)
    app.add_typer(group, name="papers")


def list_papers(dossier: DossierId, as_json: AsJson = False) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.papers import show_papers
    from intake.desk.surroundings import reading_store
    from intake.services.papers.listing import papers_listed
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    with reading_store() as store:
        listed = papers_listed(store, dossier, catalogue)
    print_json(listed) if as_json else show_papers(listed, catalogue)


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

    _change(dossier, pages, work, told, seen_version, who, because, as_json=as_json)


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

    _change(dossier, pages, work, told, seen_version, who, because, as_json=as_json)


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

    _change(dossier, pages, work, told, seen_version, who, as_json=as_json, reads=True)


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

    _change(dossier, pages, work, told, seen_version, who, as_json=as_json, reads=True)


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
        following = _one(_listed(store, dossier), before) if before else None
        return order_pages(store, dossier, meant, following, word)

    def told(_done: Rearranged, count: int) -> str:
        return ordered_told(count)

    _change(dossier, pages, work, told, seen_version, who, as_json=as_json)


def split(
    dossier: DossierId,
    page: OnePage,
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import split_told
    from intake.services.papers.sorting import split_before

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        return split_before(store, dossier, _single(meant), word)

    def told(_done: Rearranged, _count: int) -> str:
        return split_told(page)

    _change(dossier, page, work, told, seen_version, who, as_json=as_json)


def join(
    dossier: DossierId,
    page: OnePage,
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import joined_told
    from intake.services.papers.sorting import join_to_before

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        return join_to_before(store, dossier, _single(meant), word)

    def told(_done: Rearranged, _count: int) -> str:
        return joined_told(page)

    _change(dossier, page, work, told, seen_version, who, as_json=as_json, reads=True)


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
        return replace_page(store, dossier, _single(meant), scan, word, word.how)

    def told(_done: Rearranged, _count: int) -> str:
        return replaced_told(scan.name, page)

    _change(dossier, page, work, told, seen_version, who, as_json=as_json, reads=True)


def _change(
    dossier: str,
    typed: str,
    work: Callable[[Store, Sequence[Page], Instruction], Rearranged],
    told: Callable[[Rearranged, int], str],
    seen: int | None,
    who: str | None,
    because: str = "",
    *,
    as_json: bool,
    reads: bool = False,
) -> None:
    """Do ``work`` with the pages that were typed, tell what came of it, and end with 1 where a person is
    needed.
    """
    from intake.desk.commands.check import needs_attention
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting, desk_store, our_commune
    from intake.reading.page_work import how_to_read
    from intake.reading.workers import PRELOAD, start_forkserver
    from intake.services.papers.choosing import pages_meant
    from intake.services.papers.rearranging import Instruction
    from intake.settings.current import current_settings

    how = how_to_read(current_settings())
    if reads:
        start_forkserver(PRELOAD)  # while the store is opened
    with desk_store() as store:
        listed = _listed(store, dossier)
        meant = pages_meant(listed, typed)
        word = Instruction(acting(who), our_commune(), because, seen or listed["version"], how=how)
        done = work(store, meant, word)
    if as_json:
        print_json(done)
    else:
        _show(done, told(done, len(meant)))
    if any(needs_attention(dict(one.check)) for one in (done, done.other) if one):
        raise typer.Exit(1)


def _listed(store: Store, dossier: str) -> dict[str, Any]:
    from intake.services.papers.listing import papers_listed
    from templates.catalogue.loading import load_catalogue

    return papers_listed(store, dossier, load_catalogue())


def _one(listed: dict[str, Any], typed: str) -> Page:
    from intake.services.papers.choosing import pages_meant

    return _single(pages_meant(listed, typed))


def _single(meant: Sequence[Page]) -> Page:
    from templates.errors import UsageError

    if len(meant) != 1:
        raise UsageError(_("One page is meant here."), _("Name a single one."))
    return meant[0]


def _show(done: Rearranged, sentence: str) -> None:
    from intake.desk.commands.check import show_judged
    from intake.desk.console import say, show
    from intake.dossier.pages.words import decided_told
    from templates.catalogue.loading import load_catalogue

    show(sentence)
    say(_("Take it back with: sohoa undo {id}").format(id=done.id))
    catalogue = load_catalogue()
    for key in done.decided:
        say(decided_told(catalogue.field_name(key)), "yellow")
    for one in (done, done.other):
        if one is not None:
            show("")
            show_judged(dict(one.check), unfilled=False)
