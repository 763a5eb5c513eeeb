"""The register of dossiers (sổ theo dõi hồ sơ) as data: its title and columns."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from templates.files.datafiles import Frozen, load
from templates.model.slip_texts import slips_folder

BookKey = Literal[
    "line",
    "code",
    "procedure",
    "sets",
    "requester",
    "reach",
    "office",
    "received",
    "due",
    "returned",
    "method",
    "signed",
    "note",
]


class BookColumn(Frozen):
    """A column: what stands ``of`` the dossier, its title, its width in characters, the title above it."""

    of: BookKey
    title: str
    width: Annotated[int, Field(gt=0)]
    group: str = ""


class BookText(Frozen):
    """The register's wording; ``form`` is its number among the official forms (Mẫu số)."""

    form: str
    title: str
    source: str
    since: date
    unverified: bool = False
    columns: Annotated[tuple[BookColumn, ...], Field(min_length=1)]


def load_book_text(root: Path | None = None) -> BookText:
    """The register's wording from ``root``; raises ``TemplateError`` where the file is broken."""
    return _loaded(slips_folder(root) / "book.yaml")


@cache
def _loaded(path: Path) -> BookText:
    return load(BookText, path)
