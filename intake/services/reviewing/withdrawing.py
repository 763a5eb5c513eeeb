# SPDX-License-Identifier: Apache-2.0
"""A dossier of which a person says that it is another once more: it ends here, and only the other goes on."""

from __future__ import annotations

from typing import Any

from intake.check.check import may_be_double
from intake.dossier.entered import entered
from intake.dossier.journal import DOUBLE_OF
from intake.dossier.states import State
from intake.services.changing.meanwhile import refuse_if_changed
from intake.services.changing.reopening import refuse_closed
from intake.services.judging import judged
from intake.services.reviewing.doubts import Open, judged_now, open_findings
from intake.store.queue import queue_exit
from intake.store.queue.leases import moment
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest


def withdraw_double(
    store: Store, dossier: str, finding: str, *, reason: str, who: str, commune: str, seen: int | None = None
) -> dict[str, Any]:
    """End the dossier that a person means as a double of the one that ``finding`` names (an address or
    fingerprint, as of ``decide_finding``), and judge both anew; as ``intake.services.judging`` tells of it.

    It is refused for good and stays kept with all its papers. Raises ``UsageError`` where no such double is
    open or no reason is given; ``ClosedDossierError``, ``OnItsWayError``, ``ChangedMeanwhileError``.
    """

    def end(session: Transaction) -> tuple[str, str]:
        found = store.find(session, dossier).id
        refuse_closed(store, session, found)
        refuse_if_changed(session, found, seen)
        result = judged_now(store, session, found, load_catalogue(), commune=commune)
        one = _meant(found, finding, list(open_findings(result)))
        why, other = entered(reason, Longest.NOTE).strip(), one.finding.other_dossier
        if not why:
            raise UsageError(
                _("Say why dossier {dossier} ends: {finding}").format(
                    dossier=found, finding=one.finding.clerk
                ),
                _("For instance: sohoa decide {dossier} {code} --withdraw --because “…”").format(
                    dossier=found, code=one.address
                ),
            )
        if store.get(session, found).state is State.QUEUED:
            queue_exit.leave(session, found, moment(session, store.clock))
        store.advance(session, found, State.REJECTED, who=who, data={DOUBLE_OF: other, "reason": why})
        return found, other

    ended, other = store.write(end)
    judged(store, other, commune=commune)
    return judged(store, ended, commune=commune)


def _meant(dossier: str, name: str, there: list[Open]) -> Open:
    doubles = [one for one in there if may_be_double(one.finding.code, one.finding.severity)]
    for one in doubles:
        if name in (one.address, one.finding.fingerprint):
            return one
    raise UsageError(
        _("By {code} dossier {dossier} is not told to be a double of another.").format(
            code=name, dossier=dossier
        ),
        _("To be decided: {findings}").format(findings=", ".join(one.address for one in doubles))
        if doubles
        else _("See what is left with: sohoa show {dossier}").format(dossier=dossier),
    )
