# SPDX-License-Identifier: Apache-2.0
"""Certification (chứng thực) as data: how its fee is counted, and in which register it is entered.

A procedure of certification says so itself (``Procedure.certification``); the registers' titles, symbols and
columns stand in ``slips/certification-books.yaml``.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from templates.errors import UnknownNameError
from templates.files.datafiles import Frozen, load
from templates.language.messages import _
from templates.model.codelists import Texts
from templates.model.slip_texts import slips_folder

BookName = Literal["copies", "e-copies", "signatures", "translators", "contracts", "original-book"]
"""The registers that a commune keeps of what it certifies."""

CertificationKey = Literal[
    "number", "day", "requester", "id_paper", "paper", "signer", "pages", "count", "fee", "note"
]


class CountedFee(Frozen):
    """How a fee is counted that hangs on pages or papers; ``amount_vnd`` of the fee is that of the first."""

    by: Literal["page", "paper"] = Field(
        description="page: each page of the original, for each copy; paper: each paper or transaction."
    )
    first: Annotated[int, Field(ge=1)] = Field(1, description="So many pages cost the amount of the fee.")
    further_vnd: Annotated[int, Field(ge=0)] | None = Field(
        None, description="What each further page costs in đồng; left out: the same."
    )
    most_vnd: Annotated[int, Field(ge=0)] | None = Field(
        None, description="A copy costs no more than this, in đồng."
    )
    say: str = Field("", description="The rule in Vietnamese, as a receipt says it.")

    def total_vnd(self, amount_vnd: int, pages: int, count: int) -> int:
        """What ``count`` copies of an original of so many pages, or so many papers, cost in đồng."""
        if self.by == "paper":
            return amount_vnd * count
        first = min(pages, self.first)
        further = amount_vnd if self.further_vnd is None else self.further_vnd
        one = amount_vnd * first + further * (pages - first)
        return (one if self.most_vnd is None else min(one, self.most_vnd)) * count


class Certification(Frozen):
    """That a procedure is one of certification, with a short way of its own."""

    word: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=24)] = Field(
        description="What the short way calls it: “copy”, “signature”."
    )
    book: BookName = Field(description="The register it is entered in.")
    electronic_book: BookName | None = Field(
        None, description="The register for electronic copies; left out: there are none."
    )
    of: Texts = Field(description="What is asked for first: the paper it is about.")
    count: Texts = Field(description="What is counted: copies, papers …")
    look: Texts = Field(description="What the clerk looks at before it is certified, as one sentence.")


class CertificationColumn(Frozen):
    """A column of a register of certifications."""

    of: CertificationKey = Field(description="What of the entry stands in it.")
    title: str = Field(description="Its heading.")
    width: Annotated[int, Field(gt=0)] = Field(description="Its width in characters.")
    group: str = Field("", description="A heading above it and its neighbours.")


class CertificationBook(Frozen):
    """One register."""

    name: BookName = Field(description="Which register.")
    title: str = Field(description="Its title.")
    symbol: str = Field(description="What stands behind number and volume: “SCT/BS”.")
    unverified: bool = Field(False, description="Nobody has compared it with the published form yet.")
    columns: Annotated[tuple[CertificationColumn, ...], Field(min_length=1)] = Field(
        description="Its columns from left to right."
    )


class CertificationBooks(Frozen):
    """All registers of certifications."""

    source: str = Field(description="The decree that fixed them.")
    since: date = Field(description="First day of their use (YYYY-MM-DD).")
    books: Annotated[tuple[CertificationBook, ...], Field(min_length=1)] = Field(description="The registers.")

    def book(self, name: str) -> CertificationBook:
        """The register of that name; raises :class:`UnknownNameError`."""
        found = next((each for each in self.books if each.name == name), None)
        if found is None:
            known = ", ".join(each.name for each in self.books)
            raise UnknownNameError(
                _("There is no register of certifications called {name}.").format(name=name),
                _("There are: {names}").format(names=known),
            )
        return found


def load_certification_books(root: Path | None = None) -> CertificationBooks:
    """The registers of the catalogue in ``root``, the shipped ones where it has none yet; raises
    ``TemplateError`` where the file is broken.
    """
    path = slips_folder(root) / "certification-books.yaml"
    return _loaded(path if path.is_file() else slips_folder(None) / path.name)


@cache
def _loaded(path: Path) -> CertificationBooks:
    return load(CertificationBooks, path)
