# SPDX-License-Identifier: Apache-2.0
"""``sohoa edit``: a person's word on the values of a dossier's form, which is final."""

from __future__ import annotations

from typing import Annotated

import typer

from intake.desk.completion import field_assignments, field_keys, question_answers
from intake.desk.options import DossierId, SeenVersion
from templates.desk.options import AsJson, Who
from templates.errors import UsageError
from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount ``edit``."""
    app.command("edit")(edit)


def edit(
    dossier: DossierId,
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE…",
            help=_(
                "New values; a field by its name, a part of it (“ho ten cha”) or its key."
                " FIELD= says that it is empty."
            ),
            autocompletion=field_assignments,
        ),
    ] = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option(
            "--confirm",
            metavar="FIELD",
            help=_("This value, whose place on the paper you saw, is right as it stands (repeatable)."),
            autocompletion=field_keys,
        ),
    ] = None,
    unreadable: Annotated[
        list[str] | None,
        typer.Option(
            "--unreadable",
            metavar="FIELD",
            help=_("Nobody can read this on the paper; the citizen is asked for it (repeatable)."),
            autocompletion=field_keys,
        ),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            metavar="NAME=ANSWER",
            help=_("Answer a question of the procedure."),
            autocompletion=question_answers,
        ),
    ] = None,
    because: Annotated[
        str,
        typer.Option(
            "--because",
            metavar="REASON",
            help=_(
                "Enter the values although they look wrong: the paper really says so. Kept in the history."
            ),
        ),
    ] = "",
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json, say, show
    from intake.desk.screens.form import show_changes
    from intake.desk.screens.judged import needs_attention, show_judged
    from intake.desk.surroundings import acting, desk_store, our_commune, split_assignment
    from intake.services.changing.edit import Edit
    from intake.services.changing.edit import edit as keep
    from intake.services.changing.meanwhile import version_seen
    from templates.catalogue.loading import load_catalogue

    if not (values or confirm or unreadable or answer):
        raise UsageError(
            _("Nothing to change was named."),
            _('For instance: sohoa edit 7KQ2 "giới tính=Nam" "họ tên trẻ=…"'),
        )
    change = Edit(
        [split_assignment(text) for text in values or []],
        confirm or [],
        unreadable or [],
        [split_assignment(text) for text in answer or []],
        because,
    )
    with desk_store() as store:
        seen = seen_version or version_seen(store, dossier)
        done = keep(store, dossier, change, who=acting(who), commune=our_commune(), seen=seen)
    if not as_json:
        show_changes(done.changes, load_catalogue())
        for told in done.looked:
            show(told)
    for question in done.questions:
        say(question, "yellow")
    print_json(done.check) if as_json else show_judged(done.check, unfilled=False)
    if needs_attention(done.check):
        raise typer.Exit(1)
