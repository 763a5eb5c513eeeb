# SPDX-License-Identifier: Apache-2.0
"""``sohoa report export`` and ``merge``: what a unit sends of a period, and several of them added up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from templates.desk.options import AsJson
from templates.language.messages import _, ngettext
from templates.model.reports.denominators import OutOf

if TYPE_CHECKING:
    from batch.report.returns.merge import MergedReturns


def register_returns(group: typer.Typer) -> None:
    """Mount ``export`` and ``merge`` in the group ``report``."""
    group.command(
        "export", help=_("Write the indicators of a period for the office above: counts, no dossier.")
    )(export)
    group.command("merge", help=_("Add up the files that units made with export."))(merge)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The file to write (JSON)."))],
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help=_("11/2026, Q4/2026, 2026, 2026-W48 or a day."))
    ],
    key: Annotated[
        Path | None,
        typer.Option("--sign", metavar="KEYFILE", help=_("Sign it with this private key (Ed25519, PEM).")),
    ] = None,
    smallest: Annotated[
        int,
        typer.Option(
            "--smallest", min=1, max=1000, help=_("Procedures with fewer dossiers are put together.")
        ),
    ] = 5,
    out_of: Annotated[
        OutOf | None,
        typer.Option("--out-of", help=_("Whose dossiers are counted: this store's, or the one-stop list's.")),
    ] = None,
) -> None:
    from getpass import getpass

    from batch.report.indicators import indicator_sheet
    from batch.report.keeping import bring_up_to_date
    from batch.report.outputs.files import put_report
    from batch.report.periods import named
    from batch.report.returns.unit_return import return_file, return_of
    from intake.desk.console import say
    from intake.desk.progress import progress
    from intake.desk.surroundings import reading_store
    from intake.dossier.deadline.local_time import local_day
    from intake.settings.current import current_settings
    from templates.catalogue.bundling.signature import Signed, signed
    from templates.catalogue.loading import load_catalogue

    made: list[Signed] = []

    def sign(data: bytes) -> Signed:
        made.append(signed(data, key or Path(), lambda: getpass(_("Password of the key: "))))
        return made[0]

    office = current_settings().unit
    with reading_store() as store:
        days = named(period, local_day(store.clock()))
        unfolded = bring_up_to_date(store, load_catalogue(), progress)
        of = out_of or OutOf(current_settings().reports.out_of)
        sheet = indicator_sheet(store, days, unfolded=unfolded, out_of=of)
        told = return_of(sheet, office.code, office.name, smallest)
    put_report(file, return_file(told, sign if key else None))
    say(_("Return of {period} written to {path}.").format(period=days.title(), path=file))
    for signature in made:
        say(_("Signed; for [reports] trusted_keys: {key}").format(key=signature.key))


def merge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_("Files made with export."))],
    signed_only: Annotated[
        bool, typer.Option("--signed-only", help=_("Refuse what no trusted key signed."))
    ] = False,
    as_json: AsJson = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=_("Also write an Excel file."))] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help=_("Also write the indicators as CSV."))] = None,
) -> None:
    from batch.report.returns.folder import return_in
    from batch.report.returns.merge import merged
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings
    from templates.model.reports.indicators import load_indicators

    wanted = current_settings().reports
    made = merged(
        [return_in(file) for file in files],
        load_indicators(),
        utc_now(),
        expected=wanted.units,
        keys=wanted.keys,
        signed_only=signed_only,
    )
    _written(made, xlsx, csv)
    _shown(made, as_json=as_json)


def _written(made: MergedReturns, xlsx: Path | None, csv: Path | None) -> None:
    from batch.report.outputs.csv_file import csv_of
    from batch.report.outputs.workbook import workbook_of
    from intake.settings.settings import UnitSettings

    if xlsx is not None:
        _put(xlsx, workbook_of(made.sheet, UnitSettings(counter=_office(made))))
    if csv is not None:
        _put(csv, csv_of(made.sheet))


def _put(path: Path, data: bytes) -> None:
    from batch.report.outputs.files import put_report
    from intake.desk.console import say

    put_report(path, data)
    say(_("Report written to {path}.").format(path=path))


def _office(made: MergedReturns) -> str:
    units = len(made.sheet.units)
    return ngettext("{count} unit together", "{count} units together", units).format(count=units)


def _shown(made: MergedReturns, *, as_json: bool) -> None:
    from batch.desk.screens.indicators import indicator_tables, unit_table
    from batch.report.lines import sheet_json
    from intake.desk.console import print_json, show

    if as_json:
        units = [one.as_json() for one in made.units]
        print_json({"returns": units, "indicators": sheet_json(made.sheet, "", _office(made))})
        return
    show(*unit_table(made), *indicator_tables(made.sheet))
