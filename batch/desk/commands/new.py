# SPDX-License-Identifier: Apache-2.0
"""``sohoa new`` and ``sohoa cover``: a citizen at the counter, and the sheet that leads their scans home."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from intake.desk.completion import dossier_ids
from intake.desk.options import DEFAULT_PROCEDURE
from templates.desk.completion import paper_kinds, procedure_codes
from templates.desk.options import AsJson, Who
from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount ``new`` and ``cover``."""
    app.command("new")(new)
    app.command("cover")(cover)


def new(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS…", help=_("What the citizen needs, in everyday words; marks may be left out.")
        ),
    ] = None,
    procedure: Annotated[
        str,
        typer.Option(
            "--procedure",
            "-p",
            help=_("National code of the procedure (without words and questions: {code}).").format(
                code=DEFAULT_PROCEDURE
            ),
            autocompletion=procedure_codes,
        ),
    ] = "",
    requester: Annotated[str, typer.Option("--requester", help=_("Name of who asks, for your list."))] = "",
    personal_id: Annotated[
        str, typer.Option("--personal-id", help=_("Personal number of who asks (12 digits)."))
    ] = "",
    birth_date: Annotated[str, typer.Option("--birth-date", help=_("Day of birth of who asks."))] = "",
    phone: Annotated[str, typer.Option("--phone", help=_("Telephone number of who asks."))] = "",
    email: Annotated[str, typer.Option("--email", help=_("E-mail address of who asks."))] = "",
    relation: Annotated[
        str, typer.Option("--relation", help=_("What they are to the person it is about (mẹ, ông, bạn …)."))
    ] = "",
    paper: Annotated[
        list[str] | None,
        typer.Option(
            "--paper",
            metavar="KIND",
            help=_("A kind of paper that is there (repeatable); =g, =s, =p: original, certified, photocopy."),
            autocompletion=paper_kinds,
        ),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="NAME=ANSWER", help=_("Answer a question of the procedure.")),
    ] = None,
    guide: Annotated[
        bool | None,
        typer.Option("--guide/--no-guide", help=_("Ask step by step; without either, at a terminal only.")),
    ] = None,
    yes: Annotated[
        bool,
        typer.Option("--yes", "-y", help=_("Ask nothing; make dossier, cover sheet and receipt at once.")),
    ] = False,
    sheets: Annotated[
        bool | None,
        typer.Option("--print/--no-print", help=_("Make the cover sheet and the receipt (PDF) or not.")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help=_("Put copies of what is made here."))
    ] = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.counter import CounterInput, guided, plain, show_made
    from intake.desk.asking import at_terminal
    from intake.desk.surroundings import acting, desk_store
    from intake.services.counter.own_commune import refuse_gone_commune
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings

    refuse_gone_commune(current_settings().unit.commune)
    told = CounterInput(
        words=" ".join(words or []),
        procedure=procedure,
        requester=(requester, personal_id, phone, email, relation, birth_date),
        kinds=tuple(paper or ()),
        answers=tuple(answer or ()),
    )
    asks = guide if guide is not None else at_terminal() and not (yes or as_json or told.enough)
    now = utc_now()
    visit = guided(now, told) if asks else plain(now, told)
    if visit is None:
        raise typer.Exit
    wanted = sheets if sheets is not None else asks or yes
    with desk_store() as store:
        show_made(store, visit, who=acting(who), sheets=wanted, out=out, as_json=as_json)


def cover(
    dossiers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID…", help=_("Dossiers; a part of an id is enough."), autocompletion=dossier_ids
        ),
    ] = None,
    procedure: Annotated[
        list[str] | None,
        typer.Option(
            "--procedure",
            "-p",
            metavar="CODE",
            help=_(
                "Of a procedure (repeatable): the sheet names no dossier, what is scanned under it becomes a"
                " new one."
            ),
            autocompletion=procedure_codes,
        ),
    ] = None,
    copies: Annotated[
        int, typer.Option("--copies", metavar="NUMBER", help=_("So many sheets of each procedure."))
    ] = 1,
    waiting: Annotated[
        bool, typer.Option("--waiting", help=_("Of all dossiers that have no paper yet."))
    ] = False,
    together: Annotated[
        Path | None,
        typer.Option(
            "--together",
            metavar="FILE",
            dir_okay=False,
            help=_("All of them in one PDF, to print in one go."),
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help=_("Put copies of what is made here."))
    ] = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.services.visit import cover_sheet, procedure_sheets, put_together, without_papers
    from intake.desk.console import print_json, show_paths
    from intake.desk.surroundings import acting, desk_store
    from templates.errors import UsageError

    if not (dossiers or waiting or procedure):
        raise UsageError(_("No dossier was named."), _("Name dossiers, or say --waiting: sohoa cover --help"))
    if copies != 1 and not procedure:
        raise UsageError(
            _("Only the sheet of a procedure is printed more than once."),
            _("Say which: sohoa cover --procedure CODE --copies {count}").format(count=copies),
        )
    with desk_store() as store:
        meant = [*(dossiers or ()), *(without_papers(store) if waiting else ())]
        blank = [procedure_sheets(store, one, copies, out=out) for one in dict.fromkeys(procedure or ())]
        made = [cover_sheet(store, one, who=acting(who), out=out) for one in dict.fromkeys(meant)]
    sheets = [*(one.files for one in blank), *(one.files for one in made)]
    if together is not None and sheets:
        put_together([files[0] for files in sheets], together)
    if as_json:
        told: list[dict[str, Any]] = [
            {"procedure": one.procedure, "copies": copies, "files": one.files} for one in blank
        ]
        told += [{"id": one.dossier, "files": one.files} for one in made]
        print_json(told[0] if len(told) == 1 and not waiting else told)
    else:
        show_paths(
            [together] if together is not None and sheets else [file for one in sheets for file in one]
        )
