# SPDX-License-Identifier: Apache-2.0
"""What dossiers are about: which procedures settle one matter, and the people by whom it is told again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from templates.files.active import SHIPPED, active_root
from templates.files.datafiles import Frozen, load

_FILE = Path("codes") / "matters.yaml"


class Matter(Frozen):
    """One matter, whichever of its ``procedures`` settles it.

    ``about`` are the people (beginnings of the form's keys) whose it is: all of them are the same where two
    dossiers are of one matter. ``beside`` are people who tell one such from another, ``day`` is the field
    with its day, ``apart`` are fields that differ where the matter is another. ``days``: it may be asked for
    again; None: once and for all. ``twins``: another of the same day and the same people beside is a twin.
    """

    name: str
    procedures: tuple[str, ...]
    about: Annotated[tuple[str, ...], Field(min_length=1, max_length=2)]
    beside: tuple[str, ...] = ()
    day: str = ""
    apart: tuple[str, ...] = ()
    days: int | None = None
    twins: bool = False


class Matters(Frozen):
    """All that is told apart so; a procedure that no matter names is looked for in no other dossier."""

    source: str
    since: date
    unverified: bool = False
    matters: tuple[Matter, ...]

    @cached_property
    def by_procedure(self) -> Mapping[str, Matter]:
        return {procedure: matter for matter in self.matters for procedure in matter.procedures}


def matter_of(procedure: str) -> Matter | None:
    """What a dossier of the procedure is about; raises ``TemplateError`` if the file is broken."""
    return load_matters().by_procedure.get(procedure)


def load_matters(root: Path | None = None) -> Matters:
    """Those of the catalogue in ``root``, else of the one in use; raises ``TemplateError`` if broken."""
    return _loaded(root or active_root())


@cache
def _loaded(root: Path) -> Matters:
    # Catalogues installed before there were such lists have none.
    path = root / _FILE
    return load(Matters, path if path.is_file() else SHIPPED / _FILE)
