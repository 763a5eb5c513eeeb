# SPDX-License-Identifier: Apache-2.0
"""One dossier on a screen of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intake.desk.console import show_finding, show_pairs, show_table
from intake.desk.history_words import history_rows
from intake.desk.screens.form import show_form
from intake.desk.screens.results import result_line
from intake.dossier.deadline.local_time import local_time
from intake.dossier.state_words import held_told, number_told, state_told
from intake.dossier.states import State
from intake.reading.worker_process import why_failed
from intake.store.queue.standing import remark
from templates.catalogue.loading import Catalogue
from templates.errors import UnknownNameError
from templates.language.messages import _, current_language


def show_dossier(view: Mapping[str, Any], catalogue: Catalogue, *, whole: bool = False) -> None:
    """What ``dossier_shown`` gives; ``whole``: also each field without a value, and all keys."""
    show_pairs(_head(view, catalogue))
    if view["papers"]:
        columns = ["", _("File"), _("Pages"), _("What it is")]
        show_table(columns, _papers(view, catalogue), title=_("Papers"), right=(0, 2))
    show_form(view, catalogue, whole=whole)
    show_findings(view["findings"])
    show_table([_("When"), _("Who"), _("What")], history_rows(view["history"], catalogue), title=_("History"))


def show_findings(findings: Iterable[Mapping[str, Any]]) -> None:
    """Findings of the last check, the gravest first as they come."""
    for finding in findings:
        # The code is what --why and decide ask for.
        note = " · ".join(part for part in (finding["law"], finding["code"], _decided(finding)) if part)
        show_finding(finding["severity"], severity_word(finding["severity"]), finding["clerk"], note)


def _decided(finding: Mapping[str, Any]) -> str:
    """Who decided about it and why; a finding of an earlier version has nothing of that."""
    if not finding.get("decided_by"):
        return ""
    told = _("decided by {who}: {reason}") if finding["reason"] else _("decided by {who}")
    return told.format(who=finding["decided_by"], reason=finding["reason"])


def severity_word(severity: str) -> str:
    """How much a finding weighs, in a word."""
    return {"error": _("Missing"), "warning": _("Look at"), "info": _("Note")}.get(severity, severity)


def _head(view: Mapping[str, Any], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    yield _("Dossier"), view["id"]
    yield _("Procedure"), _procedure(view["procedure"], catalogue)
    yield _("State"), state_told(State(view["state"]), view["ended"])
    if view["left_alone"]:
        yield _("Runs"), view["left_alone"]
    if view["held"]:
        yield _("Held back"), held_told(view["id"], view["held"])
    if view["second_look"]:
        yield _("Second look"), view["second_look"]
    if view["gateway"] and remark(view["gateway"]):
        yield _("Gateway"), remark(view["gateway"])
    else:
        yield from ((_("At the gateway"), f"{door['there']}{_door(view, door)}") for door in _answered(view))
    yield from ((_("Result"), result_line(one)) for one in view["results"])
    yield _("Official number"), number_told(view) or _("not issued yet")
    yield _("Received"), f"{local_time(view['received_at'])}, {view['owner']}"
    if view["register"]["number"]:
        yield _("In the register"), "{number}/{year}".format(**view["register"])
    told = ((_("Office"), "unit"), (_("Requester"), "requester"), (_("Folder"), "folder"))
    for label, value in ((label, view[key]) for label, key in told):
        if value:
            yield label, value
    yield from view["answers_told"].items()


def _answered(view: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The doors at which something was said of it."""
    return [door for door in view["doors"] if door["there"]]


def _door(view: Mapping[str, Any], door: Mapping[str, Any]) -> str:
    """Which door, where there are several."""
    return f" ({door['door']})" if len(view["doors"]) > 1 else ""


def _procedure(code: str, catalogue: Catalogue) -> str:
    try:
        names = catalogue.procedure_named(code).name
    except UnknownNameError:
        return code
    return f"{code} {names['en' if current_language() == 'en' else 'vi']}"


def _papers(view: Mapping[str, Any], catalogue: Catalogue) -> Iterator[tuple[object, ...]]:
    for number, paper in enumerate(view["papers"], start=1):
        if paper["refusal"]:
            told = _("refused: {reason}").format(reason=paper["refusal"]["reason"])
        else:
            told = "; ".join(_pages(paper, catalogue))
        yield number, paper["file"], len(paper["pages_there"]) or "", told


def _pages(paper: Mapping[str, Any], catalogue: Catalogue) -> Iterator[str]:
    read = {page["page"]: page for page in paper["pages"]}
    kinds: dict[str, list[int]] = {}
    for number in paper["pages_there"]:
        kinds.setdefault(_kind(read.get(number), catalogue), []).append(number)
    for name, numbers in kinds.items():
        if paper["page_count"] == 1:
            yield name
        else:
            yield _("{name} (page {pages})").format(name=name, pages=", ".join(map(str, numbers)))


def _kind(page: Mapping[str, Any] | None, catalogue: Catalogue) -> str:
    if page is None:
        return _("not read yet")
    if page["status"] == "read":
        return catalogue.paper_name(page["kind"])
    return _("could not be read: {reason}").format(reason=why_failed(page["reason"]))
