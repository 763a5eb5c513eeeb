# SPDX-License-Identifier: Apache-2.0
"""``sohoa certify``: papers certified at the counter, from pages to receipt; the registers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from intake.dossier.entered import entered
from templates.desk.command_line import App
from templates.desk.completion import certification_books, certification_words
from templates.desk.options import AsJson, Who
from templates.language.messages import _
from templates.language.outside_text import Longest

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]

Register = Annotated[
    str,
    typer.Option("--of", metavar="REGISTER", help=_("Which register."), autocompletion=certification_books),
]
NamedRegister = Annotated[
    str,
    typer.Option(
        "--of",
        metavar="REGISTER",
        help=_("In which register; each counts from 1."),
        autocompletion=certification_books,
    ),
]
Year = Annotated[int | None, typer.Option("--year", help=_("Of which year; this one."))]
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help=_("The number in the register."))]
Reason = Annotated[str, typer.Option("--reason", help=_("Why; it stays in the register."))]
Copies = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", file_okay=False, help=_("Put copies of what is made here.")),
]


def register(app: typer.Typer) -> None:
    """Mount ``certify``."""
    group = App(no_args_is_help=True)
    group.command("add", help=_("Enter papers in their register, with number, fee and receipts."))(add)
    group.command("list", help=_("Show what a register holds."))(list_)
    group.command("print", help=_("Print the receipts of a number again."))(print_)
    group.command("correct", help=_("Write down what is right; number and first entry stay."))(correct)
    group.command("void", help=_("Make a number void; it is never given again."))(void)
    group.command(
        "electronic",
        help=_("Make the electronic copy (PDF/A) of a number from scans, ready to be signed."),
    )(electronic)
    app.add_typer(group, name="certify")


def add(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=_("What is certified: copy, signature, contract, will …; asked for at a terminal."),
            autocompletion=certification_words,
        ),
    ] = "",
    paper: Annotated[
        list[str] | None,
        typer.Option(
            "--paper",
            metavar="NAME:COUNT:COPIES",
            help=_("A paper, its pages and copies (neither: 1 each); may be given several times."),
        ),
    ] = None,
    requester: Annotated[str, typer.Option("--requester", help=_("Name of who asks."))] = "",
    id_paper: Annotated[str, typer.Option("--id-paper", help=_("Number of the identity paper."))] = "",
    signer: Annotated[
        str, typer.Option("--signer", help=_("Who signs, name and office; else that of the settings."))
    ] = "",
    electronic: Annotated[
        bool, typer.Option("--electronic", help=_("An electronic copy; it has a register of its own."))
    ] = False,
    volume: Annotated[
        int | None, typer.Option("--volume", min=1, help=_("Begin the next volume of the year's register."))
    ] = None,
    free: Annotated[str, typer.Option("--free", help=_("Take no fee, and why."))] = "",
    dossier: Annotated[
        str,
        typer.Option(
            "--dossier",
            help=_("The dossier it comes from: of this procedure, its check clean; tells who asks."),
        ),
    ] = "",
    again: Annotated[
        str, typer.Option("--visit", help=_("A name of its own for this errand, so that it is entered once."))
    ] = "",
    sheets: Annotated[
        bool, typer.Option("--print/--no-print", help=_("Make the receipts (PDF) or not."))
    ] = True,
    out: Copies = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.certification import asked, papers_said, show_certified
    from batch.slips.certification.entering import CertificationWish, certify
    from batch.slips.certification.slips import certification_slips
    from intake.desk.asking import at_terminal
    from intake.desk.surroundings import acting, desk_store
    from intake.settings.current import current_settings

    unit = current_settings().unit
    wish = CertificationWish(
        word=kind,
        requester=entered(requester, Longest.NAME),
        papers=papers_said(paper or []),
        id_paper=entered(id_paper, Longest.NAME),
        signer=entered(signer, Longest.NAME) or unit.signer,
        electronic=electronic,
        volume=volume,
        waived=entered(free, Longest.NOTE),
        dossier=dossier,
        visit=entered(again, Longest.NAME),
    )
    if at_terminal() and not as_json and not (kind and (requester or dossier) and paper):
        wish = asked(wish)
    by = _issuer(acting(who))
    with desk_store() as store:
        certified = certify(store, wish, by)
        if not as_json:
            show_certified(certified)  # before a file can fail, so that nobody enters it twice
        files = certification_slips(store, certified, by, copies_to=out) if sheets else ()
    show_certified(certified, files, as_json=as_json)


def list_(
    of: Register = "copies",
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY_FORMATS, help=_("First day; today."))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=DAY_FORMATS, help=_("Last day; today."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.certification import show_lines
    from batch.slips.certification.book import certification_lines
    from intake.desk.surroundings import reading_store
    from intake.dossier.deadline.local_time import local_day
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings

    today = local_day(utc_now())
    first = since.date() if since else today
    last = until.date() if until else max(today, first)
    with reading_store() as store:
        lines = certification_lines(store, of, first, last, current_settings().unit)
    show_lines(lines, as_json=as_json)


def print_(
    number: Number,
    of: NamedRegister,
    year: Year = None,
    out: Copies = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.slips.certification.slips import slips_again
    from intake.desk.console import print_json, show_paths
    from intake.desk.surroundings import acting, desk_store

    with desk_store() as store:
        files = slips_again(store, of, _year(year), number, _issuer(acting(who)), copies_to=out)
    print_json({"files": files}) if as_json else show_paths(files)


def correct(
    number: Number,
    of: NamedRegister,
    reason: Reason,
    year: Year = None,
    requester: Annotated[str, typer.Option("--requester", help=_("The right name of who asked."))] = "",
    id_paper: Annotated[str, typer.Option("--id-paper", help=_("Number of the identity paper."))] = "",
    name: Annotated[str, typer.Option("--name", help=_("The right name of the paper."))] = "",
    pages: Annotated[int | None, typer.Option("--pages", min=1, help=_("Pages of the original."))] = None,
    copies: Annotated[int | None, typer.Option("--copies", min=1, help=_("Copies, or papers."))] = None,
    signer: Annotated[str, typer.Option("--signer", help=_("Who signed, name and office."))] = "",
    fee: Annotated[int | None, typer.Option("--fee", min=0, help=_("What was paid, in đồng."))] = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.certification import tell_of_fee
    from batch.slips.certification.changing import correct_certification
    from intake.desk.surroundings import acting, desk_store

    texts = {"requester": requester, "id_paper": id_paper, "paper": name, "signer": signer}
    told: dict[str, Any] = {key: entered(text, Longest.NAME) for key, text in texts.items() if text}
    told |= {k: v for k, v in {"pages": pages, "count": copies, "fee_vnd": fee}.items() if v is not None}
    with desk_store() as store:
        line = correct_certification(
            store,
            of,
            _year(year),
            number,
            told,
            reason=entered(reason, Longest.NOTE),
            by=_issuer(acting(who)),
        )
    _show([line], as_json=as_json)
    if fee is None and (pages or copies) and not as_json:
        tell_of_fee(line)


def void(
    number: Number,
    of: NamedRegister,
    reason: Reason,
    year: Year = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.slips.certification.changing import void_certification
    from intake.desk.surroundings import acting, desk_store

    with desk_store() as store:
        line = void_certification(
            store, of, _year(year), number, reason=entered(reason, Longest.NOTE), by=_issuer(acting(who))
        )
    _show([line], as_json=as_json)


def electronic(
    number: Number,
    scans: Annotated[
        list[Path], typer.Argument(metavar="FILE…", exists=True, help=_("Scans of the original, in order."))
    ],
    year: Year = None,
    anew: Annotated[
        bool, typer.Option("--anew", help=_("Make one more; what was made before stays beside it."))
    ] = False,
    out: Copies = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.certification import show_electronic
    from batch.services.certified_copy import electronic_copy
    from intake.desk.surroundings import acting, desk_store
    from intake.settings.current import current_settings

    with desk_store() as store:
        made = electronic_copy(
            store,
            _year(year),
            number,
            scans,
            current_settings(),
            _issuer(acting(who)),
            copies_to=out,
            anew=anew,
        )
    show_electronic(made, as_json=as_json)


def _issuer(who: str) -> Any:
    from batch.slips.facts.gather import Issuer
    from intake.settings.current import current_settings

    return Issuer(who, current_settings().unit)


def _year(year: int | None) -> int:
    from batch.slips.facts.spoken_days import year_of
    from intake.settings.clock import utc_now

    return year or year_of(utc_now())


def _show(lines: list[Any], *, as_json: bool) -> None:
    from batch.desk.screens.certification import show_lines

    show_lines(lines, as_json=as_json)
