# SPDX-License-Identifier: Apache-2.0
"""Which pages a person means, and which kind of paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from intake.dossier.pages.arrangement import Page
from intake.dossier.stored import LaidPage
from intake.store.dossier.arranging import laid_pages
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue
from templates.errors import UsageError
from templates.language.folding import folded, without_marks
from templates.language.messages import _

_MOST_NAMED = 8
_RANGE = re.compile(r"(\d+)(?:[-–](\d+))?")


def pages_meant(listed: Mapping[str, Any], typed: str) -> list[Page]:
    """The pages that a person means by their numbers, ``3``, ``2-4`` or ``1,3-5``, in a dossier as
    ``listing.papers_listed`` gives it; raises ``UsageError``.
    """
    there = {
        page["number"]: (page["document"], page["page"])
        for paper in listed["papers"]
        for page in paper["pages"]
    }
    numbers: list[int] = []
    for part in filter(None, re.split(r"[,;\s]+", typed)):
        found = _RANGE.fullmatch(part)
        if found is None:
            raise UsageError(
                _("“{text}” names no pages.").format(text=typed),
                _("Write their numbers as the list has them, for instance: 3 or 2-4 or 1,3-5"),
            )
        first, last = sorted((int(found[1]), int(found[2] or found[1])))
        numbers += [first, *range(first + 1, min(last, len(there) + 1) + 1)]
    missing = next((number for number in numbers if number not in there), None)
    if missing is not None or not numbers:
        raise UsageError(
            _("The dossier has no page {number}; it has {count}.").format(
                number="?" if missing is None else missing, count=len(there)
            ),
            _("See its pages with: sohoa papers list {id}").format(id=listed["id"]),
        )
    return [there[number] for number in dict.fromkeys(numbers)]


def taken_out_meant(listed: Mapping[str, Any], typed: str) -> list[Page]:
    """The pages that a person means by a number (from 1) in the list of what was taken out; raises
    ``UsageError``.
    """
    lines = listed["taken_out"]
    number = int(typed) if typed.isdecimal() and len(typed) < 6 else 0
    if not 1 <= number <= len(lines):
        raise UsageError(
            _("What was taken out of dossier {id} has no number {number}.").format(
                id=listed["id"], number=typed
            ),
            _("See its pages with: sohoa papers list {id}").format(id=listed["id"]),
        )
    line = lines[number - 1]
    return [(line["document"], page) for page in line["pages"]]


def laid_pages_of(session: Transaction, dossier_id: str, pages: Sequence[Page]) -> list[LaidPage]:
    """These pages of the dossier, in its order; raises ``UsageError`` where one is not (any more) there."""
    wanted = set(pages)
    found = [sheet for sheet in laid_pages(session, dossier_id) if sheet.page in wanted]
    if not wanted or len(found) != len(wanted):
        raise UsageError(
            _("A page named is not in dossier {id}.").format(id=dossier_id),
            _("See its pages with: sohoa papers list {id}").format(id=dossier_id),
        )
    return found


def kind_meant(typed: str, catalogue: Catalogue) -> str:
    """The kind of paper that a person means by its name or a part of it, with or without marks, or by its
    key; raises ``UsageError`` where none or several are called so.
    """
    for found in _fitting(typed, catalogue):
        if len(found) == 1:
            return found[0]
        if found:
            told = "; ".join(catalogue.paper_name(kind) for kind in found[:_MOST_NAMED])
            raise UsageError(
                _("Several kinds of paper are called “{text}”.").format(text=typed),
                _("Say which: {names}").format(names=told),
            )
    raise UsageError(
        _("There is no kind of paper called {name}.").format(name=typed),
        _("See the kinds with: sohoa forms list"),
    )


def _fitting(typed: str, catalogue: Catalogue) -> Iterator[list[str]]:
    """The kinds called so: exactly, but for marks, by a beginning, by a part."""
    names = kind_names(catalogue)
    as_typed, bare = folded(typed), without_marks(typed)
    yield _kinds(kind for kind, name in names if as_typed in (kind, folded(name)))
    yield _kinds(kind for kind, name in names if without_marks(name) == bare)
    if bare:
        yield _kinds(kind for kind, name in names if without_marks(name).startswith(bare))
        yield _kinds(kind for kind, name in names if bare in without_marks(name))


def _kinds(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))


def kind_names(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Each kind with each name that it is called by."""
    return [(kind, name) for kind, paper in catalogue.document_types.items() for name in paper.name.values()]
