# SPDX-License-Identifier: Apache-2.0
"""``sohoa book``: the register of the dossiers received in a period, as an Excel file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

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
    as_json: AsJson = False,
) -> None:
    from batch.slips.book.workbook import write_book
    from intake.desk.console import print_json, say, show
    from intake.desk.surroundings import reading_store
    from intake.settings.current import current_settings

    with reading_store() as store:
        lines = write_book(store, out, _day(since), _day(until), current_settings().unit)
    if as_json:
        print_json({"file": out, "lines": lines})
        return
    say(_("Dossiers in the register: {count}").format(count=lines))
    show(str(out))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
