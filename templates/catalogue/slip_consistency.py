# SPDX-License-Identifier: Apache-2.0
"""Do the slips' data load and fit the forms; which of them nobody compared with the published text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from templates.catalogue.form_consistency import print_gaps, print_problems
from templates.model.book_text import load_book_text
from templates.model.form_lines import load_form_layouts
from templates.model.slip_texts import SlipKind, load_slip

if TYPE_CHECKING:
    from templates.catalogue.loading import Catalogue

Told = tuple[str, str, str]
"""A data file, a place in it, and what is said of it."""


def slip_problems(catalogue: Catalogue) -> Iterator[Told]:
    """Fields that have a printed line and that the form's newest print lacks, and those it has without one.

    Raises ``TemplateError`` for a file that does not load.
    """
    for kind in get_args(SlipKind):
        load_slip(kind, catalogue.root)
    load_book_text(catalogue.root)
    layouts = load_form_layouts(catalogue.root)
    for kind, paper in catalogue.document_types.items():
        if paper.role != "form":
            continue
        layout = layouts.forms.get(kind)
        if layout is not None:  # without one it is printed as its labels stand
            told = (*print_problems(paper, layout), *print_gaps(paper, layout))
            yield from (("slips/form-lines", kind, text) for _key, text in told)


def unverified_slips(root: Path) -> Iterator[Told]:
    """Everything marked ``unverified``, with its source."""
    for kind in get_args(SlipKind):
        for edition in load_slip(kind, root).editions:
            if edition.unverified:
                yield f"slips/{kind}", edition.id, edition.source
    book, layouts = load_book_text(root), load_form_layouts(root)
    if book.unverified:
        yield "slips/book", "-", book.source
    if layouts.unverified:
        yield "slips/form-lines", "-", layouts.source
