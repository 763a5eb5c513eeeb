# SPDX-License-Identifier: Apache-2.0
"""Findings of a dossier explained from the data they were made of."""

from __future__ import annotations

from typing import Any

from intake.check.check import check
from intake.check.why import why
from intake.dossier.deadline.local_time import local_day
from intake.dossier.record_json import plain
from intake.services.answers import question_lines
from intake.services.facts_of import facts_of
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _


def explained(store: Store, dossier: str, code: str, *, commune: str) -> list[dict[str, Any]]:
    """Every finding of that code with its reasons, as plain values; who answered its questions and when.

    ``dossier`` as a person says it; ``code`` may leave out what follows the rule's name. Raises
    ``UsageError`` where the dossier has none.
    """
    catalogue = load_catalogue()
    with store.read() as session:
        kept = store.find(session, dossier)
        facts = facts_of(store, session, kept.id, catalogue, commune=commune)
        edition = catalogue.procedure(kept.procedure, local_day(kept.received_at))
        asked = question_lines(facts, edition, store.journal(session, kept.id))
    lines = {line["name"]: line for line in asked}
    findings = check(facts, edition, catalogue, store.clock()).findings
    wanted = [f for f in findings if code in (f.code, f.code.rpartition(".")[0])]
    if not wanted:
        raise _no_such_finding(code, sorted({f.code for f in findings}))
    told = [plain(why(finding, facts, edition, catalogue)) for finding in wanted]
    return [{**one, "answers": [lines[q["what"]] for q in _asked(one) if q["what"] in lines]} for one in told]


def _asked(one: dict[str, Any]) -> list[dict[str, Any]]:
    return list(one["questions"])


def _no_such_finding(code: str, codes: list[str]) -> UsageError:
    return UsageError(
        _("The check finds nothing called {code}.").format(code=code),
        _("It finds: {codes}").format(codes=", ".join(codes)) if codes else _("It finds nothing at all."),
    )
