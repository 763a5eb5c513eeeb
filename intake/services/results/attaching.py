# SPDX-License-Identifier: Apache-2.0
"""A file becomes the result of a dossier, waits for a person, or stays out: never silently either."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from intake.check.results.doubts import DoubtCode, ResultDoubt
from intake.check.results.words import doubts_told
from intake.dossier.entered import entered
from intake.dossier.journal import What
from intake.dossier.sending.results import ResultStanding, StoredResult
from intake.dossier.state_words import state_word
from intake.dossier.states import State
from intake.errors.results import ResultError
from intake.reading.page_work import HowToRead
from intake.services.results.checking import CheckedFile, check_file
from intake.store.results import keep_result, known_result, others_with_result, results_of
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest

ENDED_BY_RESULT = (State.PUSHED, State.ACCEPTED)
"""Where a dossier stands that a result brings to its end."""
MAY_HAVE_RESULT = frozenset({State.PACKAGED, State.QUEUED, *ENDED_BY_RESULT, State.RESULT_ATTACHED})
"""Where a dossier stands of which a result may be there."""


@dataclass(frozen=True, slots=True)
class HandedBack:
    """Where a file came from: the ``door`` that handed it back, and its id there."""

    door: str = ""
    remote_id: str = ""


BY_A_PERSON = HandedBack()


@dataclass(frozen=True, slots=True)
class ResultsTold:
    """The results of the dossier ``id`` and its state; ``new`` are the row ids of those attached just now."""

    id: str
    state: State
    results: Sequence[StoredResult]
    new: Sequence[int] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "state": self.state.value,
            "results": [result_told(one) for one in self.results],
        }


def attach_results(
    store: Store, typed: str, paths: Sequence[Path], how: HowToRead, *, who: str, because: str = ""
) -> ResultsTold:
    """Attach files to the dossier that a person means, all or none; ``because`` says why one is its result
    although something speaks against it.

    Raises:
        ResultError: one can't be opened, is another's, or can't be told; or the dossier can have none yet.
        UnknownDossierError, UsageError: there is no such dossier or file.
    """
    missing = next((path for path in paths if not path.is_file()), None)
    if missing is not None:
        raise UsageError(
            _("There is no file {path}.").format(path=missing), _("Check the name and the folder.")
        )
    reason = entered(because, Longest.NOTE)
    with store.read() as session:
        found = store.find(session, typed).id
        _refuse_if_too_early(store, session, found)
    checked = [check_file(store, found, path, how) for path in paths]

    def attach(session: Transaction) -> list[int]:
        kept = (_taken(store, session, found, one, BY_A_PERSON, who=who, reason=reason) for one in checked)
        return [one.id for one in kept]

    return results_told(store, found, store.write(attach))


def take_handed_back(
    store: Store, dossier_id: str, path: Path, how: HowToRead, *, origin: HandedBack, who: str
) -> StoredResult:
    """Attach a file that a gateway handed back; where something speaks against it, it waits for a person.

    Raises as ``check_file`` does, and ResultError for a paper that was handed in.
    """
    checked = check_file(store, dossier_id, path, how)
    return store.write(lambda session: _taken(store, session, dossier_id, checked, origin, who=who))


def accept_waiting(
    store: Store, typed: str, *, who: str, because: str, shown: Collection[int] | None = None
) -> ResultsTold:
    """A person says of the results that wait why they are the dossier's: of those with the ids that they were
    ``shown`` (None: of all).

    Raises:
        ResultError: none waits, no reason is given, or one that was shown no longer waits.
    """

    def accept(session: Transaction) -> tuple[str, list[int]]:
        found, waiting, reason = _decided(store, session, typed, because, shown)
        return found, [_attached(store, session, replace(one, reason=reason), who=who).id for one in waiting]

    return results_told(store, *store.write(accept))


def dismiss_waiting(
    store: Store, typed: str, *, who: str, because: str, shown: Collection[int] | None = None
) -> ResultsTold:
    """A person says of results that wait why they are not the dossier's; raises as ``accept_waiting`` does.
    The files stay kept, and are not fetched again.
    """

    def dismiss(session: Transaction) -> str:
        found, waiting, reason = _decided(store, session, typed, because, shown)
        for one in waiting:
            kept = keep_result(
                session, replace(one, standing=ResultStanding.TAKEN_BACK, reason=reason, who=who)
            )
            told = {**_told(kept), "because": reason}
            store.note(session, found, What.RESULT_DISMISSED, who=who, data=told)
        return found

    return results_told(store, store.write(dismiss))


def _decided(
    store: Store, session: Transaction, typed: str, because: str, shown: Collection[int] | None
) -> tuple[str, Sequence[StoredResult], str]:
    """The dossier, those of its results that are decided about, and why."""
    found, reason = store.find(session, typed).id, entered(because, Longest.NOTE)
    there = [one for one in results_of(session, found) if one.standing is ResultStanding.WAITING]
    waiting = [one for one in there if shown is None or one.id in shown]
    if shown is not None and len(waiting) < len(set(shown)):
        raise ResultError.decided_meanwhile(found)
    if not waiting:
        raise ResultError.none_waiting(found)
    if not reason:
        told = doubts_told(waiting[0].doubts, load_catalogue())
        raise ResultError.undecided(waiting[0].name, told)
    return found, waiting, reason


def results_told(store: Store, typed: str, new: Sequence[int] = ()) -> ResultsTold:
    """The results of the dossier that a person means."""
    with store.read() as session:
        dossier = store.find(session, typed)
        return ResultsTold(dossier.id, dossier.state, results_of(session, dossier.id), new)


def result_told(one: StoredResult) -> dict[str, Any]:
    """A result as plain values, its doubts in words."""
    return {
        "result": one.id,
        "file": one.name,
        "sha256": one.sha256,
        "size": one.size,
        "pages": one.page_count,
        "kind": one.kind,
        "standing": one.standing.value,
        "doubts": [dict(doubt) for doubt in one.doubts],
        "why": doubts_told(one.doubts, load_catalogue()) if one.doubts else "",
        "because": one.reason,
        "door": one.door,
        "signed": one.signed,
        "who": one.who,
        "added_at": one.added_at,
    }


def standing_word(told: Mapping[str, Any]) -> str:
    """How a result (as ``result_told`` has it) stands, in words."""
    if told["standing"] == ResultStanding.WAITING:
        return _("waits for a person's decision")
    return _("handed back by the door {door}").format(door=told["door"]) if told["door"] else _("attached")


def _taken(
    store: Store,
    session: Transaction,
    dossier_id: str,
    checked: CheckedFile,
    origin: HandedBack,
    *,
    who: str,
    reason: str = "",
) -> StoredResult:
    _refuse_if_too_early(store, session, dossier_id)
    sha256, name = checked.stored.sha256, checked.arrival.info.name
    if any(paper.sha256 == sha256 for paper in store.every_document(session, dossier_id)):
        raise ResultError.own_paper(name, dossier_id)
    known = known_result(session, dossier_id, sha256)
    if known is not None and origin != BY_A_PERSON and known.standing is not ResultStanding.WAITING:
        # A person attached it, or took it back: from now on it is not fetched again.
        door, remote = known.door or origin.door, known.remote_id or origin.remote_id
        return keep_result(session, replace(known, door=door, remote_id=remote))
    if known is not None and known.standing is ResultStanding.ATTACHED:
        return known
    same = others_with_result(session, dossier_id, sha256)
    others = (ResultDoubt(DoubtCode.OTHER_DOSSIER, told=one) for one in same)
    doubts = tuple(asdict(doubt) for doubt in (*checked.doubts, *others))
    if doubts and not reason and origin == BY_A_PERSON:
        raise ResultError.doubtful(name, doubts_told(doubts, load_catalogue()), dossier_id)
    result = _as_row(store, dossier_id, checked, origin, doubts, who)
    if doubts and not reason:
        return _waits(store, session, result, who=who)
    return _attached(store, session, replace(result, reason=reason if doubts else ""), who=who)


def _as_row(
    store: Store,
    dossier_id: str,
    checked: CheckedFile,
    origin: HandedBack,
    doubts: Sequence[Mapping[str, Any]],
    who: str,
) -> StoredResult:
    info = checked.arrival.info
    return StoredResult(
        id=0,
        dossier_id=dossier_id,
        sha256=checked.stored.sha256,
        name=info.name,
        size=checked.stored.size,
        media_type=info.media_type,
        page_count=info.page_count,
        standing=ResultStanding.WAITING,
        kind=checked.kind,
        doubts=doubts,
        reason="",
        door=origin.door,
        remote_id=origin.remote_id,
        who=who,
        added_at=store.clock(),
        signed=checked.signed,
    )


def _waits(store: Store, session: Transaction, result: StoredResult, *, who: str) -> StoredResult:
    known = known_result(session, result.dossier_id, result.sha256)
    kept = keep_result(session, result)
    if known is None or known.standing is not ResultStanding.WAITING:
        told = {**_told(kept), "doubts": [doubt["code"] for doubt in kept.doubts]}
        store.note(session, result.dossier_id, What.RESULT_CAME, who=who, data=told)
    return kept


def _attached(store: Store, session: Transaction, result: StoredResult, *, who: str) -> StoredResult:
    kept = keep_result(session, replace(result, standing=ResultStanding.ATTACHED, who=who))
    told = {**_told(kept), "because": kept.reason, "signed": kept.signed}
    store.note(session, result.dossier_id, What.RESULT_ATTACHED, who=who, data=told)
    if store.get(session, result.dossier_id).state in ENDED_BY_RESULT:
        store.advance(session, result.dossier_id, State.RESULT_ATTACHED, who=who)
    return kept


def _told(result: StoredResult) -> dict[str, Any]:
    """What the journal keeps of it."""
    return {
        "result": result.id,
        "sha256": result.sha256,
        "name": result.name,
        "kind": result.kind,
        "door": result.door,
    }


def _refuse_if_too_early(store: Store, session: Transaction, dossier_id: str) -> None:
    state = store.get(session, dossier_id).state
    if state not in MAY_HAVE_RESULT:
        raise ResultError.too_early(dossier_id, state_word(state))
