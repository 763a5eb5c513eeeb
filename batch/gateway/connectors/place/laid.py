# SPDX-License-Identifier: Apache-2.0
"""A folder of files laid into a place at one instant, once, whoever was killed and whoever fetched it since.

::

    PLACE/.sohoa/tmp/NAME~TOKEN/    being written; nobody looks there
    PLACE/.sohoa/laid/NAME~TOKEN    an empty mark: that very folder is, or is about to be, in its place
    PLACE/NAME/                     laid

The files are written and synced, then the mark, then the folder is renamed. So a mark whose folder is no
longer in ``tmp`` says that NAME was laid, though somebody has fetched it meanwhile; a mark whose folder is
still there says that only the renaming is left. Without ``.sohoa`` nothing is laid: where a share is not
connected, its mount point is a folder like any other. NAME holds a hash of the content, so another content
has another name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from batch.gateway.contract import PlaceHealth
from batch.gateway.errors import DamagedTransferError
from batch.gateway.place_errors import PlaceAwayError, of_place
from templates.system import sync_folder

OURS = ".sohoa"
SUMS = "SHA256SUMS"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Copied:
    """A file to be laid, its bytes being those of ``source``, whose hash is known."""

    source: Path
    sha256: str


Pieces = Mapping[str, Copied | bytes]
"""By name (one with "/" lies in a folder of its own) what is laid."""


def prepared(place: Path) -> PlaceHealth:
    """Mark the place as ours and try whether files can be written and renamed there.

    Raises PlaceAwayError, PlaceFullError.
    """
    with _told(place):
        if not place.is_dir():
            raise PlaceAwayError.at(place)
        for folder in (_staging(place), _marks(place)):
            folder.mkdir(parents=True, exist_ok=True)
        probe = _staging(place) / f"probe~{uuid4().hex[:8]}"
        _write(probe, [b"sohoa"])
        moved = probe.rename(probe.with_suffix(".moved"))
        moved.unlink()
        return PlaceHealth(str(place), shutil.disk_usage(place).free)


def content_key(pieces: Pieces) -> str:
    """The same for the same files under the same names: 12 hexadecimal digits."""
    return sha256(_sums(pieces)).hexdigest()[:12]


def lay(place: Path, name: str, pieces: Pieces) -> str:
    """Have ``pieces`` lie in the folder ``name`` of the place, with a list of their hashes; returns its name.

    Nothing is done where that folder was laid before. ``name`` must be another for other content.

    Raises:
        PlaceAwayError, PlaceFullError: try again later; nothing of it can be seen.
        DamagedTransferError: a file is not what it should be any more.
    """
    with _told(place):
        if not _marks(place).is_dir() or not _staging(place).is_dir():
            raise PlaceAwayError.unmarked(place)
        marked = sorted(mark.name for mark in _marks(place).glob(f"{name}~*"))
        if not marked and not (place / name).exists():
            marked = [_staged(place, name, pieces)]
        for one in marked:
            _into_place(place, name, one)
        _clear(place, name)
    return name


def _staged(place: Path, name: str, pieces: Pieces) -> str:
    """Write the folder where nobody looks, then its mark; returns the name that both have."""
    token = f"{name}~{uuid4().hex[:8]}"
    staged = _staging(place) / token
    try:
        staged.mkdir()
        folders = {staged}
        for file, piece in {**pieces, SUMS: _sums(pieces)}.items():
            target = staged / file
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
            _write(target, [piece] if isinstance(piece, bytes) else _read(piece, file))
        for folder in folders:
            sync_folder(folder)
    except (OSError, DamagedTransferError):
        shutil.rmtree(staged, ignore_errors=True)  # what can't be cleared is cleared by the next try
        raise
    sync_folder(_staging(place))
    _write(_marks(place) / token, [])
    sync_folder(_marks(place))
    return token


def _into_place(place: Path, name: str, token: str) -> None:
    """Rename what is staged; where it is not there any more, that was done."""
    try:
        (_staging(place) / token).rename(place / name)
    except FileNotFoundError:
        return
    except OSError:
        if (place / name).exists():  # by another pusher, a moment ago
            return
        raise
    sync_folder(place)


def _clear(place: Path, name: str) -> None:
    """Take away what killed tries left of the folder, now that it is laid."""
    for left in _staging(place).glob(f"{name}~*"):
        shutil.rmtree(left, ignore_errors=True)


def _read(piece: Copied, name: str) -> Iterator[bytes]:
    seen = sha256()
    try:
        with piece.source.open("rb") as stream:
            while data := stream.read(_PIECE):
                seen.update(data)
                yield data
    except OSError as error:
        raise DamagedTransferError.unreadable(name) from error
    if seen.hexdigest() != piece.sha256:
        raise DamagedTransferError.unreadable(name)


def _write(path: Path, data: Iterator[bytes] | Sequence[bytes]) -> None:
    """With the rights that the folder gives: whoever fetches files there must be able to read them."""
    with path.open("xb") as stream:
        for piece in data:
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())


def _sums(pieces: Pieces) -> bytes:
    """As sha256sum(1) writes and checks them."""
    hashes = {
        name: sha256(piece).hexdigest() if isinstance(piece, bytes) else piece.sha256
        for name, piece in pieces.items()
    }
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def _staging(place: Path) -> Path:
    return place / OURS / "tmp"


def _marks(place: Path) -> Path:
    return place / OURS / "laid"


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise of_place(place, error) from error
