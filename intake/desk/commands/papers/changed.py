# SPDX-License-Identifier: Apache-2.0
"""What all commands do that change the pages of a dossier: find the pages, do it, tell what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from intake.dossier.pages.arrangement import Page
    from intake.services.papers.rearranging import Instruction, Rearranged
    from intake.store.store import Store

Pages = Annotated[
    str, typer.Argument(metavar="PAGES", help=_("Pages by their numbers in the list: 3 or 2-4 or 1,3-5."))
]
OnePage = Annotated[str, typer.Argument(metavar="PAGE", help=_("A page by its number in the list."))]
Because = Annotated[str, typer.Option("--because", metavar="REASON", help=_("Why; kept in the history."))]


def change_pages(
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
    lasts: bool = False,
    means: Callable[[Mapping[str, Any], str], Sequence[Page]] | None = None,
) -> None:
    """Do ``work`` with the pages that were ``typed`` (``means``: how they are told by what is listed), say
    what came of it, and end with 1 where a person is needed. ``reads``: pages will have to be read;
    ``lasts``: there is nothing in it to be taken back.
    """
    from intake.desk.console import print_json
    from intake.desk.screens.judged import needs_attention
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
        listed = listed_of(store, dossier)
        meant = (means or pages_meant)(listed, typed)
        word = Instruction(acting(who), our_commune(), because, seen or listed["version"], how=how)
        done = work(store, meant, word)
    if as_json:
        print_json(done)
    else:
        _show(done, told(done, len(meant)), lasts=lasts)
    if any(needs_attention(dict(one.check)) for one in (done, done.other) if one):
        raise typer.Exit(1)


def listed_of(store: Store, dossier: str) -> dict[str, Any]:
    from intake.services.papers.listing import papers_listed
    from templates.catalogue.loading import load_catalogue

    return papers_listed(store, dossier, load_catalogue())


def one_page(listed: dict[str, Any], typed: str) -> Page:
    from intake.services.papers.choosing import pages_meant

    return single(pages_meant(listed, typed))


def single(meant: Sequence[Page]) -> Page:
    from templates.errors import UsageError

    if len(meant) != 1:
        raise UsageError(_("One page is meant here."), _("Name a single one."))
    return meant[0]


def _show(done: Rearranged, sentence: str, *, lasts: bool) -> None:
    from intake.desk.console import say, show
    from intake.desk.screens.judged import show_judged
    from intake.dossier.pages.words import decided_told
    from templates.catalogue.loading import load_catalogue

    show(sentence)
    if not lasts:
        say(_("Take it back with: sohoa undo {id}").format(id=done.id))
    catalogue = load_catalogue()
    for key in done.decided:
        say(decided_told(catalogue.field_name(key)), "yellow")
    for one in (done, done.other):
        if one is not None:
            show("")
            show_judged(dict(one.check), unfilled=False)
