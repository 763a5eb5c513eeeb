# SPDX-License-Identifier: Apache-2.0
"""One doubt of a dossier decided by a person: a value, or a finding of the check."""

from __future__ import annotations

from typing import Any

from intake.check.check import CheckResult
from intake.check.decided import decidable
from intake.dossier.entered import entered
from intake.dossier.facts import Severity
from intake.dossier.journal import What
from intake.errors import UndecidedError
from intake.services.changing.edit import Edit, Entered, enter
from intake.services.changing.meanwhile import refuse_if_changed
from intake.services.changing.reopening import refuse_closed
from intake.services.judging import judged
from intake.services.reviewing.doubts import Open, judged_now, left_to_decide, open_findings
from intake.services.reviewing.one_request import release_with
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest


def decide(store: Store, dossier: str, change: Edit, *, who: str, seen: int | None = None) -> Entered:
    """Keep what a person says of some fields, without judging the dossier anew (``judging.check_dossier``
    does that once there is time); ``seen`` may be the version of the one value (``FormValue.version``).

    Raises as ``intake.services.changing.edit.enter`` does.
    """
    return store.write(lambda session: enter(store, session, dossier, change, who=who, seen=seen))


def decide_finding(
    store: Store, dossier: str, finding: str, *, reason: str, who: str, commune: str, seen: int | None = None
) -> dict[str, Any]:
    """Keep that the dossier may go on with a finding, which a person looked at, and judge it anew: as
    ``intake.services.judging`` tells. ``finding`` is its address (``Open.address``), or the fingerprint that
    it had when it was shown.

    It holds as long as the dossier's papers and the values that the finding names are the same.
    Raises ``UsageError`` where there is no such finding, where it is settled otherwise, or where a reason is
    needed and none given; ``ClosedDossierError``, ``ChangedMeanwhileError``.
    """

    def keep(session: Transaction) -> str:
        found = store.find(session, dossier).id
        refuse_closed(store, session, found)
        refuse_if_changed(session, found, seen)
        result = judged_now(store, session, found, load_catalogue(), commune=commune)
        one = _meant(found, finding, result)
        why = entered(reason, Longest.NOTE).strip()
        if one.wants_reason and not why:
            raise _no_reason(found, one)
        told = {
            "finding": one.finding.code,
            "fingerprint": one.finding.fingerprint,
            "told": one.finding.clerk,
        }
        store.note(session, found, What.DECIDED, who=who, data={**told, "reason": why})
        release_with(store, session, found, one.finding, result, why=why, who=who)
        return found

    return judged(store, store.write(keep), commune=commune)


def done(store: Store, dossier: str, *, who: str, commune: str) -> dict[str, Any]:
    """A person has no more to do in the dossier they mean: it is judged anew, and what came of it told.

    Raises ``UndecidedError`` where anything is left to decide, and changes nothing then.
    """
    left = left_to_decide(store, dossier, who=who, commune=commune)
    if left:
        raise UndecidedError.of(left.id, left.told())
    return judged(store, left.id, commune=commune)


def _meant(dossier: str, name: str, result: CheckResult) -> Open:
    there = list(open_findings(result))
    for one in there:
        if name in (one.address, one.finding.fingerprint):
            return one
    same = [one for one in there if one.finding.code == name]
    if same:
        told = "; ".join(f"{one.address}: {one.finding.clerk}" for one in same)
        raise UsageError(
            _("The check finds {code} several times.").format(code=name),
            _("Name one of them: {findings}").format(findings=told),
        )
    raise _not_to_decide(dossier, name, result, [one.address for one in there])


def _not_to_decide(dossier: str, name: str, result: CheckResult, there: list[str]) -> UsageError:
    found = next((finding for finding in result.findings if finding.code == name), None)
    if found and found.severity is Severity.ERROR:
        return UsageError(
            _("Nobody can decide that {code} does not matter: it has to be put right.").format(code=name),
            _("See why with: sohoa check {dossier} --why {code}").format(dossier=dossier, code=name),
        )
    if found and found.severity is Severity.WARNING and not decidable(found):
        return UsageError(
            _("{code} is settled by the value or the answer itself.").format(code=name),
            _("See what is left with: sohoa show {dossier}").format(dossier=dossier),
        )
    return UsageError(
        _("There is nothing called {code} to be decided in dossier {dossier}.").format(
            code=name, dossier=dossier
        ),
        _("To be decided: {findings}").format(findings=", ".join(there))
        if there
        else _("Nothing is left to be decided."),
    )


def _no_reason(dossier: str, one: Open) -> UsageError:
    return UsageError(
        _("Say why the dossier may go on: {finding}").format(finding=one.finding.clerk),
        _("For instance: sohoa decide {dossier} {code} --because “…”").format(
            dossier=dossier, code=one.address
        ),
    )
