# SPDX-License-Identifier: Apache-2.0
"""The pages of a dossier on a screen, and what came of a change of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from intake.dossier.deadline.local_time import local_time
from intake.dossier.pages.words import file_pages, numbers_told, why_out
from templates.catalogue.loading import Catalogue
from templates.language.messages import _


def show_papers(listed: Mapping[str, Any], catalogue: Catalogue) -> None:
    """What ``papers_listed`` gives: papers with the numbers by which their pages are named."""
    from intake.desk.console import show, show_table

    if listed["papers"]:
        columns = [_("Page"), _("What it is"), _("File"), _("Note")]
        title = _("Papers of dossier {id}").format(id=listed["id"])
        show_table(columns, _rows(listed, catalogue), title=title, whole=(0,))
    else:
        show(_("Dossier {id} has no papers.").format(id=listed["id"]))
    if listed["taken_out"]:
        columns = ["", _("When"), _("Who"), _("What"), _("Why")]
        rows = [
            (number, local_time(one["at"]), one["who"], file_pages(one), _why(one))
            for number, one in enumerate(listed["taken_out"], start=1)
        ]
        show_table(columns, rows, title=_("Taken out"), right=(0,))


def _rows(listed: Mapping[str, Any], catalogue: Catalogue) -> Iterator[tuple[str, str, str, str]]:
    for paper in listed["papers"]:
        pages = paper["pages"]
        kinds = [paper["kind"], *(kind for page in pages for kind in page["others"])]
        names = " + ".join(dict.fromkeys(catalogue.paper_name(kind) for kind in kinds if kind))
        yield (
            numbers_told([page["number"] for page in pages]),
            names or _("not read yet"),
            "; ".join(_files(pages)),
            "; ".join(dict.fromkeys(note for page in pages for note in _notes(page))),
        )


def _files(pages: list[dict[str, Any]]) -> Iterator[str]:
    files: dict[int, list[dict[str, Any]]] = {}
    for page in pages:
        files.setdefault(page["document"], []).append(page)
    for its in files.values():
        name, count = its[0]["file"], its[0]["file_pages"]
        numbers = numbers_told([page["page"] for page in its])
        yield name if count < 2 else _("{file}, page {page}").format(file=name, page=numbers)


def _notes(page: Mapping[str, Any]) -> Iterator[str]:
    from intake.reading.worker_process import why_failed

    if page["trouble"]:
        told = page["trouble"]["reason"] or why_failed(page["trouble"]["code"])
        yield _("could not be read: {reason}").format(reason=told)
    elif not page["read"]:
        yield _("not read yet")
    if page["blank"]:
        yield _("page {number} is blank").format(number=page["number"])
    if page["told"]["turn"] is not None:
        yield _("turned")
    if page["told"]["kind"]:
        yield _("as a person says")


def _why(one: Mapping[str, Any]) -> str:
    return f"{why_out(one)}: {one['reason']}" if one["reason"] else why_out(one)
