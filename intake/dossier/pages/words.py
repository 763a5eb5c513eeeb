# SPDX-License-Identifier: Apache-2.0
"""What was done with the pages of a dossier, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from intake.dossier.journal import What
from templates.language.messages import _

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
            told = _("{pages}, from {dossier}").format(pages=file_pages(data), dossier=data["dossier"])
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
