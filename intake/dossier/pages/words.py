# SPDX-License-Identifier: Apache-2.0
"""What was done with the pages of a dossier, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from intake.dossier.journal import What
from templates.language.messages import _, ngettext

NameOfKind = Callable[[str], str]


def numbers_told(numbers: Sequence[int]) -> str:
    """Numbers of pages as people write them: ``1–3, 5``."""
    ordered = sorted(set(numbers))
    starts = [n for before, n in pairwise([-1, *ordered]) if before + 1 != n]
    ends = [n for n, after in pairwise([*ordered, -1]) if n + 1 != after]
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))


def file_pages(data: Mapping[str, Any]) -> str:
    """The pages that an event, or a line of what was taken out, speaks of: their file and numbers."""
    if data.get("page_count") == 0:  # it could not be opened
        return str(data["name"])
    return _("{file}, page {page}").format(file=data["name"], page=numbers_told(data["pages"]))


def pages_told(what: str, data: Mapping[str, Any], kind_name: NameOfKind) -> str:
    """One event of pages in words; "" for an order, of which its kind says all."""
    match what:
        case What.PAGES_OUT:
            told = f"{file_pages(data)} ({why_out(data)})"
        case What.PAGES_IN:
            other = data["dossier"] or _("those taken out")
            told = _("{pages}, from {dossier}").format(pages=file_pages(data), dossier=other)
        case What.PAGES_TOLD:
            return f"{file_pages(data)}: {', '.join(_said(data, kind_name))}"
        case _:
            return ""
    return f"{told}: {data['reason']}" if data.get("reason") else told


def why_out(data: Mapping[str, Any]) -> str:
    """Why pages were taken out of a dossier, and where they went."""
    match data["why"]:
        case "moved":
            return _("moved to {dossier}").format(dossier=data["dossier"])
        case "replaced":
            return _("replaced by a new scan")
    return _("removed")


def again_told(count: int, dossier: str) -> str:
    """That so many pages that had failed are read once more."""
    text = ngettext(
        "{count} page of dossier {id} is read once more.",
        "{count} pages of dossier {id} are read once more.",
        count,
    )
    return text.format(count=count, id=dossier)


def moved_told(count: int, dossier: str, other: str, *, copy: bool) -> str:
    """That so many pages went to another dossier, or are in it too."""
    if copy:
        text = ngettext(
            "{count} page of dossier {id} is in {other} now too.",
            "{count} pages of dossier {id} are in {other} now too.",
            count,
        )
    else:
        text = ngettext(
            "{count} page moved from dossier {id} to {other}.",
            "{count} pages moved from dossier {id} to {other}.",
            count,
        )
    return text.format(count=count, id=dossier, other=other)


def removed_told(count: int, dossier: str) -> str:
    """That so many pages were taken out."""
    text = ngettext(
        "{count} page taken out of dossier {id}; it stays kept.",
        "{count} pages taken out of dossier {id}; they stay kept.",
        count,
    )
    return text.format(count=count, id=dossier)


def back_told(count: int, dossier: str) -> str:
    """That so many pages are back."""
    text = ngettext("{count} page is back in dossier {id}.", "{count} pages are back in dossier {id}.", count)
    return text.format(count=count, id=dossier)


def kind_told(count: int, name: str) -> str:
    """That so many pages are a paper of this name."""
    text = ngettext("{count} page is now: {name}.", "{count} pages are now: {name}.", count)
    return text.format(count=count, name=name)


def turned_told(count: int, degrees: int) -> str:
    """That so many pages were turned clockwise."""
    text = ngettext("{count} page turned by {degrees}°.", "{count} pages turned by {degrees}°.", count)
    return text.format(count=count, degrees=degrees)


def ordered_told(count: int) -> str:
    """That so many pages were laid elsewhere."""
    text = ngettext("{count} page lies elsewhere now.", "{count} pages lie elsewhere now.", count)
    return text.format(count=count)


def split_told(number: int | str) -> str:
    """That a paper begins with the page of this number."""
    return _("A paper of its own begins with page {number}.").format(number=number)


def joined_told(number: int | str) -> str:
    """That the page of this number goes on with the paper before."""
    return _("Page {number} goes on with the paper before it.").format(number=number)


def replaced_told(file: str, number: int | str) -> str:
    """That a new scan stands in the place of the page of this number."""
    text = _("{file} stands in the place of page {number}; the old scan stays kept.")
    return text.format(file=file, number=number)


def decided_told(field: str) -> str:
    """That a person's word stands on no page of the dossier any more."""
    return _("A person decided {field}, and only the pages taken out said so; look at it.").format(
        field=field
    )


def _said(data: Mapping[str, Any], kind_name: NameOfKind) -> Sequence[str]:
    said = []
    if "kind" in data:
        said.append(kind_name(data["kind"]))
    if "turn" in data:
        said.append(_("turned"))
    if data.get("begins") is True:
        said.append(_("a paper begins here"))
    if data.get("begins") is False:
        said.append(_("goes on with the paper before"))
    return said
