"""The commands of this room: ``run``, ``read``, ``report``, and those of packaging, gateway, slips,
mail and doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def register(app: typer.Typer) -> None:
    """Mount every command of this room."""
    from batch.desk.commands import book as book_command
    from batch.desk.commands import doctor
    from batch.desk.commands import forms_new as forms_new_command
    from batch.desk.commands import forms_try as forms_commands
    from batch.desk.commands import gateway as commands_gateway
    from batch.desk.commands import mail as mail_commands
    from batch.desk.commands import new as new_command
    from batch.desk.commands import read as read_command
    from batch.desk.commands import report as report_command
    from batch.desk.commands import run as run_command
    from batch.desk.commands import slip as slip_command
    from batch.desk.commands import status as status_command

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
