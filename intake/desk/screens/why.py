# SPDX-License-Identifier: Apache-2.0
"""A finding explained: ``sohoa check ID --why CODE``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from templates.language.messages import _


def show_explained(told: Iterable[Mapping[str, Any]], catalogue: Any) -> None:
    """The reasons on a screen of 80 columns."""
    from intake.desk.console import show, show_pairs, show_table

    for one in told:
        show_pairs(_head(one))
        if one["conditions"]:
            rows = [(datum["what"], datum["value"]) for datum in one["conditions"]]
            show_table([_("The rule applies if"), _("Here")], rows)
        if one["data"]:
            columns = [_("Looked at"), _("Says"), _("Paper"), _("Page"), "%"]
            show_table(columns, [_row(datum, catalogue) for datum in one["data"]], right=(3, 4))
        if not (one["conditions"] or one["data"]):
            show(_("The rule holds for every dossier of this procedure."))
        for line in one["answers"]:
            show(_answered(line))


def _head(one: Mapping[str, Any]) -> Iterable[tuple[str, object]]:
    yield _("Finding"), one["code"]
    yield _("To the clerk"), one["clerk"]
    if one["citizen"]:
        yield _("To the citizen"), one["citizen"]
    law = _("{text} [not verified]").format(text=one["law"]) if one["unverified"] else one["law"]
    if law:
        yield _("Law"), law
    rules = _("{procedure}, edition {edition}").format(procedure=one["procedure"], edition=one["edition"])
    yield _("Rules"), _("{text} [not verified]").format(text=rules) if one["edition_unverified"] else rules


def _row(datum: Mapping[str, Any], catalogue: Any) -> tuple[object, ...]:
    sure = "" if datum["confidence"] is None else round(100 * datum["confidence"])
    paper = catalogue.paper_name(datum["paper"]) if datum["paper"] else ""
    told = "" if paper == datum["what"] else paper
    return datum["what"], datum["value"], told, datum["page"] or "", sure


def _answered(line: Mapping[str, Any]) -> str:
    from intake.dossier.deadline.local_time import local_time

    if line["who"] is None:
        return " = ".join((line["name"], line["answer"] or _("open")))
    return _("{name} = {answer}, answered by {who} on {when}").format(
        name=line["name"], answer=line["answer"], who=line["who"], when=local_time(line["at"])
    )
