# SPDX-License-Identifier: Apache-2.0
"""The commands that work on one dossier, as a clerk types them, in a home of their own."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typer
from click.testing import Result
from typer.testing import CliRunner

from batch.desk.commands import check as check_command
from batch.desk.commands import new as new_command
from intake.desk.commands import registry as intake_commands
from intake.settings.current import choose_settings


class Desk:
    """A store in ``home``; ``run`` raises what a command raises."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._app = _commands()

    def run(self, *arguments: str, code: int = 0) -> Result:
        choose_settings(None, home=self.home)
        result = CliRunner().invoke(self._app, list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    def json(self, *arguments: str, code: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", code=code).stdout)

    def new(self) -> str:
        """A dossier without papers, and without the sheets that are printed for it."""
        return str(self.json("new", "--no-print", "--who", "lan")["id"])


@cache
def _commands() -> typer.Typer:
    """One for all desks: to go through the options of fifty commands takes as long as most commands do."""
    app = typer.Typer()
    for module in (intake_commands, new_command, check_command):
        module.register(app)
    return app
