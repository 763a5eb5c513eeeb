# SPDX-License-Identifier: Apache-2.0
"""``sohoa forms check`` and ``forms schema``: what is wrong in data files, and what may stand in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from templates.desk.options import AsJson
from templates.desk.terminal import print_json, print_lines
from templates.language.messages import _, ngettext

if TYPE_CHECKING:
    from templates.catalogue.author_check import Checked
    from templates.catalogue.complaints import Complaint
    from templates.catalogue.consistency import Note
    from templates.catalogue.loading import Catalogue

_NEEDS_ATTENTION = 1


def forms_check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE", help=_("Files or folders of your own forms (otherwise all data files).")
        ),
    ] = None,
    show_unverified: Annotated[
        bool, typer.Option("--unverified", help=_("List also what is not verified yet."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from templates.catalogue.author_check import check_files, check_own_forms
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    if files:
        checked, contradictions = check_files(files, catalogue), list[Any]()
    else:
        checked, contradictions = check_own_forms(catalogue), _contradictions()
        checked.unverified = _all_unverified()
    if not show_unverified and as_json:
        checked.unverified = []
    if as_json:
        print_json(_as_json(checked, contradictions))
    else:
        if not files:
            print_lines(_version_line(catalogue))
        _show(checked, contradictions, show_unverified=show_unverified)
    if contradictions:
        _refuse(len(contradictions))
    if checked.complaints:
        raise typer.Exit(_NEEDS_ATTENTION)


def _version_line(catalogue: Catalogue) -> str:
    from templates.desk.bundle_commands import in_use
    from templates.files.active import version_of

    return in_use(version_of(catalogue.root).version, len(catalogue.procedures))


def _contradictions() -> list[Note]:
    """Of the catalogue in use, without own forms: those are judged as their authors need it."""
    from templates.catalogue.consistency import problems

    return problems(_shipped())


def _all_unverified() -> list[Note]:
    from templates.catalogue.consistency import unverified

    return unverified(_shipped())


def _shipped() -> Any:
    from templates.catalogue.loading import load_catalogue
    from templates.files.active import active_root

    return load_catalogue(active_root())


def _refuse(count: int) -> None:
    from templates.errors import TemplateError

    raise TemplateError(
        ngettext(
            "The data files contradict each other in {count} place.",
            "The data files contradict each other in {count} places.",
            count,
        ).format(count=count),
        _("Restore the file from the installation, or undo the last change made to it."),
    )


def _as_json(checked: Checked, contradictions: list[Note]) -> dict[str, Any]:
    from dataclasses import asdict

    def plain(complaint: Complaint) -> dict[str, Any]:
        return {**asdict(complaint), "path": str(complaint.path)}

    return {
        "problems": [asdict(note) for note in contradictions],
        "complaints": [plain(complaint) for complaint in checked.complaints],
        "notes": [plain(note) for note in checked.notes],
        "unverified": [asdict(note) for note in checked.unverified],
    }


def _show(checked: Checked, contradictions: list[Note], *, show_unverified: bool) -> None:
    from templates.catalogue.consistency import merged
    from templates.desk.tables import complaint_lines, notes_table

    if contradictions:
        print_lines(notes_table(_("Contradictions in the data files"), contradictions))
    print_lines(*complaint_lines(checked.complaints))
    if checked.notes:
        print_lines(_("To be known:"), *complaint_lines(checked.notes))
    open_points = merged(checked.unverified)
    if show_unverified and open_points:
        print_lines(notes_table(_("Not verified yet"), open_points))
    elif open_points:
        told = ngettext(
            "{count} statement is not verified yet (--unverified shows it).",
            "{count} statements are not verified yet (--unverified shows them).",
            len(open_points),
        )
        print_lines(told.format(count=len(open_points)))
    if not contradictions:
        print_lines(_verdict(checked))


def _verdict(checked: Checked) -> str:
    count = len(checked.complaints)
    if not count:
        return ngettext(
            "{count} file checked: all is well.", "{count} files checked: all is well.", checked.files
        ).format(count=checked.files)
    told = ngettext("{count} place is to be mended.", "{count} places are to be mended.", count).format(
        count=count
    )
    return told + " " + _("All keys: docs/form-keys.md, or in your editor by: sohoa forms schema")


def forms_schema(
    folder: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help=_("Write them there (otherwise beside your own forms).")),
    ] = None,
) -> None:
    from templates.catalogue.schema import write_schemas
    from templates.errors import UsageError
    from templates.files.active import own_schemas

    target = folder or own_schemas()
    if target is None:
        raise UsageError(
            _("Nobody said where the program keeps its data."),
            _("Give the folder with --home or SOHOA_HOME."),
        )
    for path in write_schemas(target):
        print_lines(str(path))
