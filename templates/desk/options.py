# SPDX-License-Identifier: Apache-2.0
"""Options that many commands share, each worded once."""

from __future__ import annotations

from typing import Annotated

import typer

from templates.language.messages import _

AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))]
Who = Annotated[str | None, typer.Option("--who", help=_("Who acts (otherwise the computer's account)."))]
Page = Annotated[int, typer.Option("--page", min=1, help=_("Which page of the list."))]
Length = Annotated[int, typer.Option("--length", min=1, help=_("Dossiers on a page."))]
Everything = Annotated[bool, typer.Option("--all", help=_("All of the list, without pages."))]
