# SPDX-License-Identifier: Apache-2.0
"""``sohoa forms units``: look up by hand what an old address is called today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from templates.desk.options import AsJson
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from templates.catalogue.loading import Catalogue


def register(app: typer.Typer) -> None:
    """Mount ``forms units`` beside the commands that look at the data."""
    from templates.desk.commands import forms_group

    forms_group(app).command("units", help=_("Look up which commune of today an address lies in."))(units)


def units(
    address: Annotated[
        str,
        typer.Argument(metavar="ADDRESS", help=_('For instance "xã X, huyện Y, tỉnh Z"; district if known.')),
    ],
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="DD/MM/YYYY", help=_("When the address was written, where known.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json, say, show
    from intake.form.units_now import units_now
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    found = units_now(address, catalogue, _day(day))
    if as_json:
        print_json(found)
    elif found is None:
        show(_("No commune of this name was found there."))
        say(_("Write commune, district and province with commas, as the paper has them."))
    else:
        _show(found, catalogue)
    if found is None or not found["certain"]:
        raise typer.Exit(1)


def _day(text: str | None) -> date | None:
    from ocr.values.normalise import parse_date

    found = parse_date(text) if text else None
    if text and found is None:
        raise UsageError(
            _("{text} is no date.").format(text=text),
            _("Write a date as DD/MM/YYYY."),
        )
    return found


def _show(found: dict[str, Any], catalogue: Catalogue) -> None:
    from intake.desk.console import show, show_table

    rows = [("\n".join(_named(found["was"])), "\n".join(_named(found["now"])))]
    changed = f"{found['since']:%d/%m/%Y}"
    show_table([_("On the paper"), _("Since {day}").format(day=changed)], rows)
    if found["told"]:
        show(found["told"])
    show(_("Source: {source}").format(source=_sources(found, catalogue)))


def _named(units: list[dict[str, str]]) -> list[str]:
    return [f"{unit['name']} ({unit['code']})" for unit in units]


def _sources(found: dict[str, Any], catalogue: Catalogue) -> str:
    if found["standing"] == "current":
        return catalogue.units.sources.new.source
    return f"{found['source']}. " + _("Not compared with the texts of the law yet.")
