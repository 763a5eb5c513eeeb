"""This room: ``add list show edit answer check hold undo due``, ``store accept|begin``, ``config show``,
``forms units``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def register(app: typer.Typer) -> None:
    """Mount every command of this room."""
    import intake.answer_command as answer
    import intake.check_command as check
    import intake.config_commands as config
    import intake.dossier_commands as dossier
    import intake.due_command as due
    import intake.edit_command as edit
    import intake.hold_command as hold
    import intake.list_command as listing
    import intake.show_command as show
    import intake.store_commands as store
    import intake.undo_command as undo
    import intake.units_command as units

    for module in (dossier, listing, show, edit, answer, check, hold, undo, due, store, config, units):
        module.register(app)
