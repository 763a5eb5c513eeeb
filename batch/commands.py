"""The commands of this room: ``run``, ``read``, ``report``, and those of packaging, gateway, slips,
mail and doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def register(app: typer.Typer) -> None:
    """Mount every command of this room."""
    from batch import (
        book_command,
        commands_gateway,
        doctor,
        forms_commands,
        forms_new_command,
        mail_commands,
        new_command,
        read_command,
        report_command,
        run_command,
        slip_command,
        status_command,
    )

    for module in (
        new_command,
        run_command,
        read_command,
        forms_commands,
        forms_new_command,
        commands_gateway,
        status_command,
        slip_command,
        book_command,
        mail_commands,
        report_command,
        doctor,
    ):
        module.register(app)
