"""Options that many commands share, each worded once."""

from __future__ import annotations

from typing import Annotated

import typer

from templates.messages import _

AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))]
Who = Annotated[str | None, typer.Option("--who", help=_("Who acts (otherwise the computer's account)."))]
