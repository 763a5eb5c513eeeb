# SPDX-License-Identifier: Apache-2.0
"""The lines of many dossiers on a screen of 80 columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Any

from intake.desk.console import print_json_list, say, show, show_table
from intake.dossier.deadline.due_words import due_told
from intake.dossier.paging import Paging
from intake.dossier.state_words import (
    double_told,
    held_told,
    late_papers_told,
    questions_told,
    result_waits_told,
    state_told,
)
from intake.services.dossier_list import Listed
from intake.store.queue.standing import remark
from templates.language.messages import _


def print_list(listed: Listed, paging: Paging) -> None:
    """The lines for programs, as they come."""
    head = {"total": listed.total, "page": paging.page}
    print_json_list(head, "dossiers", chain.from_iterable(listed.parts))


def show_list(listed: Listed, paging: Paging, today: date, *, offices: bool) -> None:
    """How many there are, and a table for each part: one of all would hold the whole store in memory."""
    pages = paging.pages(listed.total)
    say(
        _("Dossiers: {total}; page {page} of {pages}.").format(
            total=listed.total, page=paging.page, pages=pages
        )
    )
    columns = [_("Dossier"), _("Procedure"), _("For"), _("State"), _("Due"), _("To review")]
    columns += [_("Office")] if offices else []
    parts = iter(listed.parts)
    for lines in chain([next(parts, ())], parts):
        cells = ((*_cells(line, today), *([line["unit"]] * offices)) for line in lines)
        show_table(columns, cells, right=(5,), whole=(0,))
        for line in lines:
            _show_beside(line)
    if more := paging.more(listed.total):
        say(more)


def _show_beside(line: Mapping[str, Any]) -> None:
    """Why runs leave it alone, why it is held back, of which it may be a double, that only answers are
    wanting, which papers came too late, that a result waits, for whom it waits, and why it is not at the
    gateway.
    """
    if line["left_alone"]:
        show(f"  {line['id']}  {line['left_alone']}")
    if line["held"]:
        show(f"  {line['id']}  {held_told(line['id'], line['held'])}")
    if line["double_of"]:
        show(f"  {line['id']}  {double_told(line['double_of'])}")
    if line["only_questions"]:
        told = _("{questions}: sohoa answer {id}")
        show(
            f"  {line['id']}  {told.format(questions=questions_told(line['only_questions']), id=line['id'])}"
        )
    if line["late_papers"]:
        show(f"  {line['id']}  {late_papers_told(line['late_papers'])}: sohoa papers {line['id']}")
    if line["result"]:
        show(f"  {line['id']}  {result_waits_told(line['result'])}; sohoa result {line['id']}")
    if line["second_look"]:
        show(f"  {line['id']}  {line['second_look']}")
    if line["gateway"] and (told := remark(line["gateway"])):
        show(f"  {line['id']}  {told}")


def _cells(line: Mapping[str, Any], today: date) -> tuple[object, ...]:
    return (
        line["id"],
        line["procedure_short"],
        _for_whom(line),
        state_told(line["state"], line["ended"]),
        due_told(line["due_on"], today),
        line["to_review"] or "",
    )


def _for_whom(line: Mapping[str, Any]) -> str:
    """Whom it is about; who asks for it below, where that is known to be somebody else."""
    about, asks = line["subject"], line["requester"]
    if about and asks and about.casefold() != asks.casefold():
        return _("{name}\nasked for by {requester}").format(name=about, requester=asks)
    return str(about or asks or line["folder"])
