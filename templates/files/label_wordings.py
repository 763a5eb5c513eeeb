# SPDX-License-Identifier: Apache-2.0
"""In which other words forms ask for the same thing, whichever form it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from templates.files.active import SHIPPED, active_root
from templates.files.datafiles import Frozen, load

_FILE = Path("codes") / "label-wordings.yaml"


class LabelWordings(Frozen):
    """``same`` maps a label, as the forms' editions have it, to what offices print in its place."""

    source: str
    since: date
    unverified: bool = False
    same: Mapping[str, tuple[str, ...]]


def load_label_wordings(root: Path | None = None) -> LabelWordings:
    """Those of the catalogue in ``root``, else of the one in use; raises ``TemplateError`` if broken."""
    return _loaded(root or active_root())


@cache
def _loaded(root: Path) -> LabelWordings:
    # Catalogues installed before there were such wordings have none.
    path = root / _FILE
    return load(LabelWordings, path if path.is_file() else SHIPPED / _FILE)
