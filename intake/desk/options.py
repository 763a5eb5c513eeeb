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

SeenVersion = Annotated[
    int | None,
    typer.Option(
        "--seen-version",
        metavar="N",
        min=1,
        max=999_999_999,  # what every database takes for a number, and no dossier comes to
        help=_("The version you looked at (show --json): what others changed since is not overwritten."),
    ),
]

AllUnits = Annotated[
    bool, typer.Option("--all-units", help=_("All offices of this installation, not only the own one."))
]

Password = Annotated[
    bool,
    typer.Option(
        "--password",
        help=_("Ask for the password of locked PDFs; the copies that are kept need none. It is not stored."),
    ),
]

DEFAULT_PROCEDURE = "1.001193"
"""The procedure of a dossier for which none was named: registration of a birth."""
