# SPDX-License-Identifier: Apache-2.0
"""The journal of a dossier in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from intake.dossier.deadline.local_time import local_time
from intake.dossier.journal import DOUBLE_OF, REVIEWED_BY_PERSON, SORTED, TOLD_BY_PERSON, What
from intake.dossier.pages.words import pages_told
from intake.dossier.sending.gateway_words import gateway_word
from intake.dossier.sending.mail_words import mail_trouble
from intake.dossier.sending.outbox_words import reason_told, trouble_word
from intake.dossier.state_words import PACKAGE, event_word, hold_reason, state_word
from intake.dossier.states import State
from templates.catalogue.loading import Catalogue
from templates.language.messages import _, ngettext

_MOST_NAMED = 3


def history_rows(events: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """When, who and what of every event (as ``dossier_view`` gives them), in their order."""
    known: dict[int, Mapping[str, Any]] = {}
    for event in events:
        known[event["id"]] = event
        yield local_time(event["at"]), event["who"], event_told(event, catalogue, known)


def event_told(
    event: Mapping[str, Any], catalogue: Catalogue, known: Mapping[int, Mapping[str, Any]] | None = None
) -> str:
    """One event in words; ``known`` holds the events before it, of which it may take some back."""
    if event["what"] == What.UNDONE:
        back = [(known or {}).get(number) for number in event["data"]["events"]]
        told = "; ".join(event_told(one, catalogue) for one in back if one)
    else:
        told = _details(event["what"], event["data"], catalogue)
    word = event_word(event["what"])
    return f"{word}: {told}" if told else word


def _details(what: str, data: Mapping[str, Any], catalogue: Catalogue) -> str:
    match what:
        case "state":
            return _moved(data, catalogue)
        case "paper-added" | "paper-refused" | "paper-replaced" | "result-came":
            return str(data["name"])
        case "result-attached" | "result-dismissed":
            return f"{data['name']} ({data['because']})" if data["because"] else str(data["name"])
        case "pages-out" | "pages-in" | "pages-told":
            return pages_told(what, data, catalogue.paper_name)
        case "value-corrected":
            return _corrected(data, catalogue)
        case "value-looked-again":
            return _looked_again(data, catalogue)
        case "value-confirmed":
            return _confirmed(data, catalogue)
        case "shown":
            return _shown(data["values"], catalogue)
        case "finding-decided":
            return f"{data['told']} ({data['reason']})" if data["reason"] else str(data["told"])
        case "hold-released":
            return str(data["reason"])
        case "procedure-told":
            return f"{data['procedure']} ({_procedure_why(data['why'])})"
        case "answered":
            return f"{data['question']} = {data['answer']}"
        case "requester":
            return str(data["name"])
        case "papers-shown":
            return ", ".join(map(catalogue.paper_name, data["kinds"])) or _("none")
        case "number-issued":
            return str(data["number"])
        case "slip-issued":
            return str(data["sign"])
        case "slip-kept" if data["instead_of"]:
            return _("{file}; another one lay there").format(file=data["file"])
        case "slip-kept":
            return str(data["file"])
        case "package-made" if data.get("certificate"):
            return _("signed ({profile}), certificate {serial}").format(
                profile=data["profile"], serial=data["certificate"]
            )
        case "due-moved":
            return f"{date.fromisoformat(data['to']):%d/%m/%Y}"
        case "mail-agreed" | "mail-withdrawn" | "mail-sent":
            return str(data["address"])
        case "noted":
            return _note(data)
    return ""


def _procedure_why(why: str) -> str:
    return _("said by a person") if why == TOLD_BY_PERSON else _("told by its papers")


def _moved(data: Mapping[str, Any], catalogue: Catalogue) -> str:
    """From where to where, and the gateway's reason where it moved the dossier."""
    way = f"{state_word(State(data['from']))} → {state_word(State(data['to']))}"
    if data.get(REVIEWED_BY_PERSON):
        return _("{way} (all looked at)").format(way=way)
    if data.get(SORTED):
        return _("{way} (all pages sorted; it is no dossier)").format(way=way)
    if other := data.get(DOUBLE_OF):
        return _("{way}: the same as dossier {id} ({reason})").format(
            way=way, id=other, reason=data["reason"]
        )
    reasons = [reason_told(message, catalogue) for message in data.get("messages", ())]
    reasons += [_by_gateway(data)] if data.get("means") else [data["note"]] if data.get("note") else []
    return _("{way}: {reason}").format(way=way, reason=" ".join(reasons)) if reasons else way


def _by_gateway(data: Mapping[str, Any]) -> str:
    """The gateway's word, as every screen has it."""
    by = date.fromisoformat(data["by"]) if data.get("by") else None
    return gateway_word(str(data["means"]), str(data["status"]), by, str(data["note"]))


def _shown(keys: Collection[str], catalogue: Catalogue) -> str:
    """By name what was looked at alone; a whole page says that of all that stands on it."""
    if len(keys) > _MOST_NAMED:
        return ngettext("{count} value", "{count} values", len(keys)).format(count=len(keys))
    return ", ".join(map(catalogue.field_name, keys))


def _confirmed(data: Mapping[str, Any], catalogue: Catalogue) -> str:
    name = catalogue.field_name(data["key"])
    return _("{field} (typed again)").format(field=name) if data.get("typed") else name


def _looked_again(data: Mapping[str, Any], catalogue: Catalogue) -> str:
    said = _("(nobody can read it)") if data.get("unreadable") else data["value"] or "–"
    told = (
        _("{field}: {value}, as the first") if data["agrees"] else _("{field}: {value}, other than the first")
    )
    return told.format(field=catalogue.field_name(data["key"]), value=said)


def _corrected(data: Mapping[str, Any], catalogue: Catalogue) -> str:
    before = data["replaced"] or "–"
    after = _("(nobody can read it)") if data.get("unreadable") else data["value"] or "–"
    told = f"{catalogue.field_name(data['key'])}: {before} → {after}"
    return f"{told} ({data['reason']})" if data.get("reason") else told


def _note(data: Mapping[str, Any]) -> str:
    match data.get("code"):
        case "paper-shared":
            return _("a paper lies in {ids} too").format(ids=", ".join(data["dossiers"]))
        case "pages-tried-again":
            count = len(data["pages"])
            text = ngettext(
                "{count} page that could not be read is tried again",
                "{count} pages that could not be read are tried again",
                count,
            )
            return text.format(count=count)
        case "folder-reused":
            return _("the folder held other papers before, of {ids}").format(ids=", ".join(data["dossiers"]))
        case "card-ambiguous":
            return _("two identity cards fit the same person; none was used")
        case "held":
            why = hold_reason({**data, "others": ", ".join(data.get("dossiers", ()))})
            return _("held back: {reason}").format(reason=why) if why else _("held back")
        case "scan-parted":
            return _("pages of a scan with several cover sheets")
        case "certified":
            return _("certified under {signs}").format(signs="; ".join(data["signs"]))
        case "pile-cut" if data["dossiers"] or data["unsorted"]:
            made = ", ".join(filter(None, (*data["dossiers"], data["unsorted"])))
            return _("a stack of several dossiers was cut; made of it: {ids}").format(ids=made)
        case "pile-cut":
            return _("cut from the stack of dossier {id}").format(id=data["stack"])
        case "cover-led":
            led = _("a scan under its cover sheet, files: {count}").format(count=len(data["files"]))
            return led if data["files"] else _("its cover sheet was scanned without papers")
        case "step-failed":
            return _failed_step(str(data["step"]))
        case "packaging-stopped":
            return _("files could not be made: {reason}").format(reason=_stopped(data["reason"]))
        case "set-aside" if data.get("door"):
            reason = trouble_word(data["trouble"])
            return _("not sent by the door {door}: {reason}").format(door=data["door"], reason=reason)
        case "set-aside":
            return _("not sent: {reason}").format(reason=trouble_word(data["trouble"]))
        case "also-sent":
            return _("sent by the door {door} too").format(door=data["door"])
        case "mail-given-up":
            return _("slip not sent by e-mail: {reason}").format(reason=mail_trouble(data["trouble"]))
        case "number-lost":
            return _("the gateway has lost the number {number}").format(number=data["number"])
        case "refusal-settled":
            return _("the citizen was told of the refusal")
        case "said-sent":
            return _("found at the gateway under {number}").format(number=data["number"])
        case "result-unfit":
            told = _("the door {door} hands back {file}, which can be no result; it is not fetched again")
            return told.format(door=data["door"], file=data["name"])
        case "number-told":
            return _("stands in the one-stop system under {number}").format(number=data["number"])
        case "said-not-sent":
            return _("not found at the gateway; to be sent")
        case "earlier-version-arrived":
            return _("the gateway had an earlier version already; later changes did not go out")
    return str(data.get("code", ""))


def _failed_step(step: str) -> str:
    """At which step of a run the program failed."""
    if step == PACKAGE:
        return _("a run could not make its files")
    return _("a run could not fill it in and check it")


def _stopped(reason: str) -> str:
    """Why packaging was stopped."""
    if reason == "timeout":
        return _("it took too long")
    return _("not enough memory") if reason == "memory" else _("a paper makes the program break down")
