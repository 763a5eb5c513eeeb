# SPDX-License-Identifier: Apache-2.0
"""What ``sohoa slip`` shows."""

from __future__ import annotations

from typing import Any

from batch.services.slips import SlipsOf
from batch.slips.numbered.register import Issued
from batch.slips.sheets.unnumbered import PrintedSheet
from intake.desk.console import print_json, say, show, show_table
from intake.dossier.deadline.local_time import local_time
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _
from templates.model.slip_texts import load_slip


def show_made(made: Issued | PrintedSheet, *, as_json: bool) -> None:
    """What was printed: the number and what to know on standard error, the files on standard output."""
    if isinstance(made, Issued):
        _tell_issued(made, as_json=as_json)
    elif as_json:
        print_json({"kind": made.kind, "files": _paths(made.files), "left_open": made.left_open})
    else:
        _show_sheet(made)


def _tell_issued(made: Issued, *, as_json: bool) -> None:
    if as_json:
        told = {name: getattr(made, name) for name in ("kind", "sign", "number", "year", "issued_at")}
        print_json(
            {**told, "again": made.again, "mailed": made.mailed, "mended": made.mended, "files": _paths(made)}
        )
        return
    again = _("Number {sign}, issued before and printed again.") if made.again else _("Number {sign}.")
    say(again.format(sign=made.sign))
    if made.mended:
        warning = _(
            "The file that lay there was not the slip that was issued. It was made anew from the register."
        )
        say(warning, "yellow")
        say(_("Find out who could write into the folder slips; the rest is checked by: sohoa store verify"))
    if made.kind == "supplement" and made.earlier:
        say(_("The citizen was asked before: a second request counts as late (QĐ 766/QĐ-TTg)."), "yellow")
    if made.mailed:
        say(_("It waits to be mailed: sohoa mail send"))
    show(*_paths(made))


def _show_sheet(made: PrintedSheet) -> None:
    if made.left_open:
        names = ", ".join(load_catalogue().field_name(key) for key in made.left_open)
        say(_("Left open, because nobody is sure: {names}").format(names=names), "yellow")
    show(*_paths(made.files))


def _paths(made: Any) -> list[str]:
    """The copies where some were wanted, else the files in the store."""
    kept = [made.pdf, made.docx] if made.docx else [made.pdf]
    return [str(path) for path in made.copies or kept]


def show_slips(made: SlipsOf, *, as_json: bool) -> None:
    """The slips that a dossier has got."""
    if as_json:
        print_json(
            [
                {"kind": r.kind, "sign": r.sign, "issued_at": r.issued_at, "by": r.issued_by}
                for r in made.slips
            ]
        )
        return
    lines = [(r.sign, load_slip(r.kind).name["vi"], local_time(r.issued_at), r.issued_by) for r in made.slips]
    show_table([_("Slip number"), _("Slip"), _("Issued"), _("Who")], lines, title=made.dossier)
