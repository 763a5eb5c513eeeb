# SPDX-License-Identifier: Apache-2.0
"""What the check found in a dossier, and what to do next."""

from __future__ import annotations

from typing import Any

from templates.language.messages import _

_MISSING = (".missing", ".field-missing")


def needs_attention(told: dict[str, Any]) -> bool:
    """Whether a person has something to do with the dossier before it can go on."""
    waiting = told["status"] == "incomplete" or told["clock_stopped"]
    return waiting or told["state"] in ("received", "captured", "read", "returned")


def show_judged(told: dict[str, Any], *, unfilled: bool = True) -> None:
    """What the check found and what to do next; with ``unfilled`` also each empty field of a missing form."""
    from intake.desk.console import say, show
    from intake.desk.screens.dossier import show_findings
    from intake.dossier.state_words import state_word
    from intake.dossier.states import State
    from intake.services.reviewing.standing import waiting_for_decision

    show(f"{told['id']}: {state_word(State(told['state']))}")
    findings = told["findings"] if unfilled else _of_papers_there(told["findings"])
    if told.get("left_queue"):
        say(left_queue_word(), "yellow")
        say(_("Once it is complete, package it again: sohoa package {id}").format(id=told["id"]), "yellow")
    show_findings(findings)
    if hidden := len(told["findings"]) - len(findings):
        say(
            _("The form itself is missing; fields not filled: {count}. All of them: sohoa check {id}").format(
                count=hidden, id=told["id"]
            )
        )
    if told["pages_not_read"]:
        say(_("Pages not read yet: {count}.").format(count=told["pages_not_read"]), "yellow")
        say(_("Read them with: sohoa add {dossier}").format(dossier=told["id"]), "yellow")
    if told["held"]:
        say(told["why_held"], "yellow")
    if told["to_review"]:
        say(
            _("Values to review: {count}; see them with: sohoa show {id}").format(
                count=told["to_review"], id=told["id"]
            ),
            "yellow",
        )
    for finding in waiting_for_decision(told["findings"])[:1]:
        say(finding.todo(told["id"]), "yellow")
    if told["clock_stopped"]:
        say(_("The deadline stands still until the citizen brings what was asked for."), "yellow")
        say(_("If it came without a paper: sohoa due {id} --restart").format(id=told["id"]), "yellow")
    elif told["status"] == "complete":
        show(_("Result due: {day}").format(day=told["return_date"]))


def left_queue_word() -> str:
    """That a change took the dossier out of the queue."""
    return _("It waited to be sent and is taken out of the queue: its package no longer counts.")


def _of_papers_there(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the empty fields of papers that are missing themselves."""
    missing = [finding for finding in findings if finding["code"].endswith(_MISSING)]
    papers = {finding["paper"] for finding in missing if not finding["field"]}
    return [f for f in findings if not (f in missing and f["field"] and f["paper"] in papers)]
