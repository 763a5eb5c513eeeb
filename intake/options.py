"""The argument that names a dossier, worded once for all commands."""

from __future__ import annotations

from typing import Annotated

import typer

from intake.completion import dossier_ids
from templates.messages import _

DossierId = Annotated[
    str,
    typer.Argument(metavar="ID", help=_("Dossier; a part of its id is enough."), autocompletion=dossier_ids),
]
