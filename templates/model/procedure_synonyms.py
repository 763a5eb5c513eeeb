# SPDX-License-Identifier: Apache-2.0
"""How citizens call the procedures: words for finding one by what somebody says at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from templates.files.active import SHIPPED, active_root
from templates.files.datafiles import Frozen, load

_FILE = Path("codes") / "everyday-words.yaml"


class EverydayWords(Frozen):
    """``procedures`` maps a national code to whole requests; ``same`` a word to others for the same thing.

    ``filler`` is a string of words that say nothing about the procedure; ``short`` maps what is typed for
    short to what it stands for.
    """

    source: str
    since: date
    unverified: bool = False
    filler: str
    short: Mapping[str, str] = {}
    same: Mapping[str, tuple[str, ...]]
    procedures: Mapping[str, tuple[str, ...]]


def load_everyday_words(root: Path | None = None) -> EverydayWords:
    """The words of the catalogue in ``root``, else of the one in use; raises ``TemplateError`` if broken."""
    return _loaded(root or active_root())


@cache
def _loaded(root: Path) -> EverydayWords:
    # Catalogues installed before there were such words have none.
    path = root / _FILE
    return load(EverydayWords, path if path.is_file() else SHIPPED / _FILE)
