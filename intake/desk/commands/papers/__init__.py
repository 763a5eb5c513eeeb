# SPDX-License-Identifier: Apache-2.0
"""``sohoa papers``: the pages of a dossier, and the commands that do something with them."""

from __future__ import annotations

from typing import Any

import typer

from intake.desk.commands.papers.moving import back, move, remove, replace
from intake.desk.commands.papers.piles import merge, sort
from intake.desk.commands.papers.sorting import again, join, kind, order, split, turn
from intake.desk.completion import dossier_ids
from intake.desk.options import DossierId
from templates.desk.command_line import App, Group
from templates.desk.options import AsJson
from templates.language.messages import _


class PapersGroup(Group):
    """``sohoa papers 7KQ2`` lists, as its name promises: an id has digits, and no command has."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if any(sign.isdigit() for sign in args[0]) and args[0][:1] != "-":
            args = ["list", *args]
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        from typer._click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=text) for name, text in dossier_ids(ctx, incomplete)]
        return [*super().shell_complete(ctx, incomplete), *(found if incomplete else ())]


def register(app: typer.Typer) -> None:
    """Mount the group ``papers``."""
    group = App(no_args_is_help=True, cls=PapersGroup)
    told = {
        "list": (list_papers, _("List the pages of a dossier with their numbers; “list” may be left out.")),
        "move": (move, _("Move pages to the dossier whose they are, or into a new one.")),
        "remove": (remove, _("Take pages out of a dossier: foreign ones, blank ones. They stay kept.")),
        "back": (back, _("Bring back what was taken out of a dossier, however long ago.")),
        "replace": (replace, _("Put a new scan in the place of a page.")),
        "again": (again, _("Have pages read once more that could not be read.")),
        "kind": (kind, _("Say what kind of paper pages are; they are read again as that.")),
        "turn": (turn, _("Turn pages the right way up; they are read again.")),
        "order": (order, _("Lay pages elsewhere in the dossier.")),
        "split": (split, _("Begin a paper of its own with a page.")),
        "sort": (sort, _("Show what is proposed for pages of a stack that wait, and do it in one go.")),
        "merge": (merge, _("Lay all papers of another dossier into this one.")),
        "join": (join, _("Let a page go on with the paper before it.")),
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
