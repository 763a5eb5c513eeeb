"""This room: ``add list show edit answer check hold undo due``, ``store accept|begin``, ``config show``,
``forms units``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def register(app: typer.Typer) -> None:
    """Mount every command of this room."""
    import intake.desk.commands.add as dossier
    import intake.desk.commands.answer as answer
    import intake.desk.commands.check as check
    import intake.desk.commands.config as config
    import intake.desk.commands.due as due
    import intake.desk.commands.edit as edit
    import intake.desk.commands.hold as hold
    import intake.desk.commands.list as listing
    import intake.desk.commands.show as show
    import intake.desk.commands.store as store
    import intake.desk.commands.undo as undo
    import intake.desk.commands.units as units

    for module in (dossier, listing, show, edit, answer, check, hold, undo, due, store, config, units):
        module.register(app)
