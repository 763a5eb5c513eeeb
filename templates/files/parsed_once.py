# SPDX-License-Identifier: Apache-2.0
"""Data files of the installation, parsed once: what YAML takes most of a short command's own time for.

Kept as Python keeps what it compiles, in ``__pycache__`` beside the code: whoever may write there may change
the code as well. A file that was touched since is parsed anew, and where nothing can be written all are.
"""

from __future__ import annotations

import pickle
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

_TEMPLATES = Path(__file__).parents[1]
_DATA = _TEMPLATES / "data"
_FORM = 1
"""Raised when the same file comes to be parsed into other values."""


def parsed_once(path: Path, parse: Callable[[Path], Any]) -> Any:
    """What ``parse`` makes of the file, or made of it before; raises what it raises."""
    place = _place(path)
    if place is None:
        return parse(path)
    try:
        state = _state(path)
    except OSError:
        return parse(path)
    with suppress(Exception), place.open("rb") as stream:  # not there, cut off, or made by another Python
        if pickle.load(stream) == state:  # as trusted as compiled code
            return pickle.load(stream)
    content = parse(path)
    if not sys.dont_write_bytecode:
        _keep(place, path, state, content)
    return content


def _keep(place: Path, source: Path, state: tuple[int, int, int], content: Any) -> None:
    made = None
    try:
        place.parent.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, delete=False) as stream:
            made = Path(stream.name)
            pickle.dump(state, stream)
            pickle.dump(content, stream)
        made.chmod(stat.S_IMODE(source.stat().st_mode) & 0o666)  # whoever may read the one may read the other
        made.replace(place)
    except OSError:  # no right, no room, or another program reads it: it is parsed the next time as well
        if made is not None:
            made.unlink(missing_ok=True)


def _state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return _FORM, found.st_mtime_ns, found.st_size


def _place(path: Path) -> Path | None:
    """For files of the installation alone: others are few, and change."""
    if not path.is_relative_to(_DATA):
        return None
    name = ".".join(path.relative_to(_DATA).parts)
    return _TEMPLATES / "__pycache__" / f"{name}.{sys.implementation.cache_tag}.parsed"
