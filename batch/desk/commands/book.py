# SPDX-License-Identifier: Apache-2.0
"""``sohoa book``: the register of the dossiers received in a period, or one of what was certified, as an
Excel file.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from templates.desk.completion import certification_books
from templates.desk.options import AsJson
from templates.language.messages import _

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def register(app: typer.Typer) -> None:
    """Mount ``book``."""
    app.command("book")(book)


def book(
    out: Annotated[Path, typer.Option("--out", dir_okay=False, help=_("The Excel file to write."))],
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY_FORMATS, help=_("First day of reception."))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=DAY_FORMATS, help=_("Last day of reception."))
    ] = None,
    of: Annotated[
        str,
        typer.Option(
            "--of",
            metavar="REGISTER",
            help=_(
                "A register of what was certified instead (sổ chứng thực): copies, e-copies, signatures, "
                "translators, contracts, original-book."
            ),
            autocompletion=certification_books,
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    from batch.slips.book.workbook import write_book
    from batch.slips.certification.book import write_certification_book
    from intake.desk.console import print_json, say, show
    from intake.desk.surroundings import reading_store
    from intake.settings.current import current_settings

    unit, period = current_settings().unit, (_day(since), _day(until))
    with reading_store() as store:
        if of:
            lines = write_certification_book(store, out, of, *period, unit)
        else:
            lines = write_book(store, out, *period, unit)
    if as_json:
        print_json({"file": out, "lines": lines})
        return
    told = _("Lines in the register: {count}") if of else _("Dossiers in the register: {count}")
    say(told.format(count=lines))
    show(str(out))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
