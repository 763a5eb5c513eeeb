# SPDX-License-Identifier: Apache-2.0
"""This room: ``add scan watch list show open edit answer check decide hold papers result record undo due``,
``store accept|begin|move-objects|move|verify``, ``cluster work``, ``backup``, ``restore``, ``config show``,
``forms units``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.desk.command_line import CommandEntry, register_all
from templates.language.messages import _

if TYPE_CHECKING:
    import typer

_HERE = "intake.desk.commands"


def entries() -> list[CommandEntry]:
    """What this room mounts, in the order of the first help page."""
    told = {
        "add": _("Add papers to a dossier, read them and fill the form in."),
        "scan": _("Scan a stack into a dossier, or for the next run; jams lose nothing."),
        "watch": _("Bring what a copier scans into a folder to the next run, each file once it is whole."),
        "list": _("List the dossiers, newest first."),
        "show": _("Show a dossier: papers, values with their source, findings, history."),
        "edit": _("Correct, confirm or empty values of a dossier's form; your word is final."),
        "answer": _("Answer what no paper says, or list the questions that are open."),
        "decide": _("Say that a dossier may go on with a finding you looked at, and why."),
        "hold": _("Hold a dossier back, also out of the queue, and let it go once it was looked at."),
        "papers": _("Look at the pages of a dossier; move, remove, turn, sort, cut or replace them."),
        "result": _("Attach the signed result of a dossier, compared with it first; or show what is there."),
        "record": _(
            "Record how dossiers were served (channel, fee, data reused …), or that one was withdrawn."
        ),
        "undo": _("Take back the last change a person made to a dossier; may be repeated."),
        "due": _("Say when the result is due, and what stopped or moved that day."),
        "store": _("Go on after the database was lost or damaged; move a desk's store elsewhere."),
        "cluster": _("Read pages for a run on another computer."),
        "backup": _("Copy the whole store to another disk or computer, while the desk works."),
        "restore": _("Bring a store back from its copy, into an empty home."),
        "config": _("Look at the settings."),
    }
    rooms = {"backup": "store.backup", "restore": "store.restore"}
    return [
        *(CommandEntry(name, (f"{_HERE}.{rooms.get(name, name)}",), text) for name, text in told.items()),
        CommandEntry(
            "open", (f"{_HERE}.show",), _("Look at pages of a dossier in this computer's picture viewer.")
        ),
        CommandEntry("forms", (f"{_HERE}.units",)),
    ]


def register(app: typer.Typer) -> None:
    """Mount every command of this room at once."""
    register_all(app, entries())
