# SPDX-License-Identifier: Apache-2.0
"""After scanning: what came in, what the citizen still owes, what the clerk should look at.

It judges the dossier as it stands and changes nothing; ``sohoa check`` is what moves a dossier on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from intake.check.check import check
from intake.check.whose.visitor import differs_from_counter
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import UNREAD, Finding, Severity
from intake.dossier.states import FROZEN, State
from intake.dossier.values import FormValue
from intake.services.changing.holding import why_held
from intake.services.facts_of import facts_of
from intake.store.dossier.pages import pages_left
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue
from templates.language.messages import current_language

_QUESTION = ".question"


def still_missing(store: Store, session: Transaction, dossier_id: str, *, commune: str) -> dict[str, Any]:
    """What is missing, in sentences, as plain values; ``commune`` is the office's own."""
    catalogue = load_catalogue()
    dossier = store.get(session, dossier_id)
    edition = catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
    facts = facts_of(store, session, dossier_id, catalogue, commune=commune)
    result = check(facts, edition, catalogue, store.clock())
    doubtful = _doubtful(store.form_values(session, dossier_id), result.findings)
    differs = [f for f in _warnings(result.findings) if differs_from_counter(f.code)]
    warnings = [f for f in _warnings(result.findings) if f.field not in doubtful and f not in differs]
    names = catalogue.procedure_named(dossier.procedure).name
    return {
        "id": dossier_id,
        "procedure": names["en" if current_language() == "en" else "vi"],
        "requester": dossier.requester,
        "papers": list(dict.fromkeys(catalogue.paper_name(p.kind) for p in facts.papers if p.readable)),
        "pages_not_read": pages_left(session, dossier_id),
        "differs": [finding.clerk for finding in differs],
        "missing": [_told(finding) for finding in result.missing],
        "look_at": [finding.clerk for finding in warnings if not finding.code.endswith(_QUESTION)],
        "ask": [finding.clerk for finding in warnings if finding.code.endswith(_QUESTION)],
        "review": [catalogue.field_name(key) for key in doubtful],
        "held": why_held(session, dossier_id),
        "package_again": dossier.state not in (*FROZEN, State.PACKAGED)
        and store.was_packaged(session, dossier_id),
    }


def differing(findings: Iterable[Mapping[str, Any]]) -> list[str]:
    """Of a check's findings, as the store keeps them, what differs from what was typed at the counter and
    nobody has decided about, in sentences.
    """
    waiting = (f for f in findings if differs_from_counter(f["code"]) and f["severity"] == Severity.WARNING)
    return [finding["clerk"] for finding in waiting]


def _doubtful(values: Mapping[str, FormValue], findings: Iterable[Finding]) -> list[str]:
    """The fields that a person has to look at: what the form holds in doubt, then what was not read."""
    unread = (finding.field for finding in findings if finding.code.endswith(UNREAD))
    return list(dict.fromkeys([*(key for key, held in values.items() if held.needs_review), *unread]))


def _warnings(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.WARNING]


def _told(finding: Finding) -> str:
    """What can be read to the citizen, where there is something."""
    return finding.citizen if finding.citizen and current_language() != "en" else finding.clerk
