# SPDX-License-Identifier: Apache-2.0
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
    """A column of the register."""

    of: BookKey = Field(description="What of the dossier stands in it.")
    title: str = Field(description="Its heading.")
    width: Annotated[int, Field(gt=0)] = Field(description="Its width in characters.")
    group: str = Field("", description="A heading above it and its neighbours.")


class BookText(Frozen):
    """The register's wording (``slips/book.yaml``)."""

    form: str = Field(description="Its number among the official forms (“Mẫu số 07”).")
    title: str = Field(description="Its title.")
    source: str = Field(description="The circular that fixed it.")
    since: date = Field(description="First day of its use (YYYY-MM-DD).")
    unverified: bool = Field(False, description="Nobody has compared it with the published text yet.")
    columns: Annotated[tuple[BookColumn, ...], Field(min_length=1)] = Field(
        description="Its columns from left to right."
    )


def load_book_text(root: Path | None = None) -> BookText:
    """The register's wording from ``root``; raises ``TemplateError`` where the file is broken."""
    return _loaded(slips_folder(root) / "book.yaml")


@cache
def _loaded(path: Path) -> BookText:
    return load(BookText, path)
