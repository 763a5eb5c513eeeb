# SPDX-License-Identifier: Apache-2.0
"""``sohoa papers sort``, ``merge``: what a stack was cut into, put right in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from intake.desk.commands.papers.changed import Because, change_pages, listed_of
from intake.desk.completion import dossier_ids
from intake.desk.options import DossierId, SeenVersion
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.dossier.pages.arrangement import Page
    from intake.services.papers.rearranging import Instruction, Rearranged
    from intake.store.store import Store


def sort(
    dossier: DossierId,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do what is proposed, without asking."))] = False,
    because: Because = "",
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json, say, show
    from intake.desk.screens.piles import show_proposals
    from intake.desk.surroundings import acting, desk_store, our_commune
    from intake.services.papers.rearranging import Instruction
    from intake.services.papers.unsorted import proposals_of, sort_proposed
    from templates.catalogue.loading import load_catalogue

    with desk_store() as store:
        proposed = proposals_of(store, dossier)
        wanted = any(one["to"] for one in proposed)
        if not as_json:
            show_proposals(dossier, proposed, load_catalogue())
        done: list[Rearranged] = []
        if wanted and (yes or (not as_json and _wished())):
            word = Instruction(acting(who), our_commune(), because)
            done = sort_proposed(store, dossier, word)
    if as_json:
        print_json({"proposed": proposed, "moved_to": [one.other.id for one in done if one.other]})
    for one in () if as_json else done:
        assert one.other is not None
        show(
            _("Moved to dossier {id}; take it back with: sohoa undo {from_id}").format(
                id=one.other.id, from_id=one.id
            )
        )
    if not done and not as_json and proposed:
        say(_("Nothing was moved. One page: sohoa papers move {id} PAGES --to DOSSIER").format(id=dossier))
    if len(done) < 1 and proposed:
        raise typer.Exit(1)


def _wished() -> bool:
    """Whether a person at the terminal wants what is proposed."""
    from intake.desk.asking import ask, at_terminal
    from templates.language.folding import without_marks

    if not at_terminal():
        return False
    return without_marks(ask(_("Do all of it? [y/N]"))) in ("y", "yes", "c", "co")


def merge(
    dossier: DossierId,
    other: Annotated[
        str,
        typer.Argument(
            metavar="OTHER", help=_("The dossier whose papers go over."), autocompletion=dossier_ids
        ),
    ],
    because: Because = "",
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.dossier.pages.words import moved_told
    from intake.services.papers.moving import move_pages

    def everything(listed: Mapping[str, Any], _typed: str) -> list[Page]:
        papers = listed["papers"]
        return [(page["document"], page["page"]) for paper in papers for page in paper["pages"]]

    def work(store: Store, meant: Sequence[Page], word: Instruction) -> Rearranged:
        return move_pages(store, other, meant, listed_of(store, dossier)["id"], word, ends=True)

    def told(done: Rearranged, count: int) -> str:
        assert done.other is not None
        return moved_told(count, done.id, done.other.id, copy=False)

    change_pages(other, "", work, told, seen_version, who, because, as_json=as_json, means=everything)
