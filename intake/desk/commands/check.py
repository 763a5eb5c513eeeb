# SPDX-License-Identifier: Apache-2.0
"""``sohoa check``: what a dossier still lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from intake.desk.completion import finding_codes
from intake.desk.options import DossierId
from templates.desk.options import AsJson
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.store.store import Store


_MISSING = (".missing", ".field-missing")


def register(app: typer.Typer) -> None:
    """Mount ``check``."""
    app.command("check")(check)


def check(
    dossier: DossierId,
    why: Annotated[
        str | None,
        typer.Option(
            "--why",
            metavar="CODE",
            help=_("Explain a finding from the data it was made of."),
            autocompletion=finding_codes,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.surroundings import desk_store, our_commune
    from intake.services.judging import check_dossier

    with desk_store() as store:
        if why is not None:
            _explain(store, dossier, why, as_json=as_json)
            return
        told = check_dossier(store, dossier, commune=our_commune())
    print_json(told) if as_json else show_judged(told)
    if needs_attention(told):
        raise typer.Exit(1)


def _explain(store: Store, dossier: str, code: str, *, as_json: bool) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.why import show_explained
    from intake.desk.surroundings import our_commune
    from intake.services.explaining import explained
    from templates.catalogue.loading import load_catalogue

    told = explained(store, dossier, code, commune=our_commune())
    print_json(told) if as_json else show_explained(told, load_catalogue())


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
