# SPDX-License-Identifier: Apache-2.0
"""What is proposed for pages of a stack that wait, on a screen; and why a paper is where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from intake.dossier.pages.words import numbers_told
from templates.catalogue.loading import Catalogue
from templates.language.messages import _


def show_proposals(dossier: str, proposed: Sequence[dict[str, Any]], catalogue: Catalogue) -> None:
    """A line for each paper: its pages, where it may belong, why, and how surely."""
    from intake.desk.console import show, show_table

    if not proposed:
        show(_("No page of dossier {id} waits to be sorted.").format(id=dossier))
        return
    rows = [
        (
            numbers_told(one["numbers"]),
            catalogue.paper_name(one["kind"]) if one["kind"] else _("not read yet"),
            one["to"] or "–",
            why_told(one["why"]),
            f"{one['certainty']:.0%}" if one["to"] else "",
        )
        for one in proposed
    ]
    columns = [_("Page"), _("What it is"), _("Proposed"), _("Why"), _("Sure")]
    show_table(columns, rows, title=_("Pages that wait in dossier {id}").format(id=dossier), whole=(0, 2))


def why_told(why: str) -> str:
    """Why a paper of a stack is laid, or proposed to be laid, to a dossier."""
    told = {
        "opens": _("its form opens the dossier"),
        "again": _("the same form once more"),
        "beside-form": _("this procedure has both forms"),
        "number": _("the same personal number"),
        "name": _("the same person"),
        "text": _("names somebody of the dossier"),
        "alike-in-place": _("a name that is nearly the same, and it lies there in the stack"),
        "perhaps": _("a name that is nearly the same"),
        "form-untold": _("a form of which no person could be read"),
        "continues": _("bears the end of the form before it"),
        "other-side": _("lies behind a card, perhaps its other side"),
        "sequence": _("lies there in the stack; nothing on it names anybody"),
        "several": _("may be of several dossiers"),
        "others": _("names people of no dossier of the stack"),
    }
    return told.get(why, _("nobody knows whose it is"))
