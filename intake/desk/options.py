# SPDX-License-Identifier: Apache-2.0
"""Arguments that many commands share, worded once, and what stands for one that is left out."""

from __future__ import annotations

from typing import Annotated

import typer

from intake.desk.completion import dossier_ids
from templates.language.messages import _

DossierId = Annotated[
    str,
    typer.Argument(metavar="ID", help=_("Dossier; a part of its id is enough."), autocompletion=dossier_ids),
]

DEFAULT_PROCEDURE = "1.001193"
"""The procedure of a dossier for which none was named: registration of a birth."""
