# SPDX-License-Identifier: Apache-2.0
"""What of the registers of certifications is not what was written."""

from __future__ import annotations

from collections.abc import Iterator

from intake.desk.console import complain, show, show_table
from intake.store.registers.check import RegistersFound, TouchedRegister
from templates.language.messages import _

MOST_SHOWN = 50


def show_touched_registers(found: RegistersFound) -> None:
    """A line for each; nothing where all is as it was written."""
    if found.left_out:
        told = _("Numbers of registers left out because an earlier database may have given them: {count}.")
        show(told.format(count=found.left_out))
    if not found.touched:
        return
    rows = [tuple(_told(one)) for one in found.touched[:MOST_SHOWN]]
    show_table([_("Register"), _("Office"), _("Year"), _("Number"), _("What")], rows, whole=[3])
    if len(found.touched) > MOST_SHOWN:
        show(_("All of them: --json"))
    complain(
        _("Registers of certifications are not as they were written: {count}.").format(
            count=len(found.touched)
        ),
        _("Keep the store as it is, find out who could change it, and compare with a copy (sohoa restore)."),
    )


def _told(one: TouchedRegister) -> Iterator[str]:
    from templates.catalogue.loading import load_catalogue
    from templates.model.charges.certification import load_certification_books

    titles: dict[str, str] = {
        book.name: book.title for book in load_certification_books(load_catalogue().root).books
    }
    yield titles.get(one.book, one.book).capitalize() or _("fee receipts")
    yield one.unit
    yield str(one.year or "")
    yield "" if one.number is None else str(one.number)
    yield {
        "chain": _("its journal was altered or cut off"),
        "altered": _("altered"),
        "missing": _("the line is gone"),
        "added": _("entered by nobody"),
        "hole": _("no line has this number"),
        "no-receipt": _("no line has this receipt's number"),
    }[one.what]
