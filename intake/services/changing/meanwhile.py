# SPDX-License-Identifier: Apache-2.0
"""Two people at one dossier: who changes what another has changed since they looked is told, and nothing is
overwritten.

``seen`` is the version that a person had before them (``show --json``, the beginning of a command), None
where they say none. Work on different values does not collide. What the program writes by itself, a check or
a state, is nobody's word and stands in nobody's way; a value that it chose anew is another than the person
saw.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from intake.dossier.journal import REVIEWED_BY_PERSON, Event, What
from intake.errors import ChangedMeanwhileError, Meanwhile
from intake.store.dossier.versions import events_after, values_after, version_of
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _

_VALUES = frozenset({What.VALUE_CORRECTED, What.VALUE_CONFIRMED})
_NOBODYS = frozenset(
    {
        What.CHECKED,
        What.PACKAGED,
        What.NUMBER_ISSUED,
        What.MAIL_SENT,
        What.COVER_PRINTED,
        What.SLIP_KEPT,
        What.SHOWN,
    }
)


def version_seen(store: Store, dossier: str) -> int:
    """The version of the dossier that a person means, as it is now; raises as ``Store.find`` does."""
    with store.read() as session:
        return version_of(session, store.find(session, dossier).id)


def require_as_seen(store: Store, dossier: str, seen: int) -> None:
    """Raise ``ChangedMeanwhileError`` where the dossier that a person means is no longer as they saw it."""
    with store.read() as session:
        refuse_if_changed(session, store.find(session, dossier).id, seen)


def refuse_if_said(
    session: Transaction, dossier_id: str, seen: int | None, keys: Collection[str], questions: Collection[str]
) -> None:
    """Raise ``ChangedMeanwhileError`` where one of these values or answers was changed after ``seen``."""
    if seen is None or version_of(session, dossier_id) == seen:
        return
    changed = [
        *_values(session, dossier_id, seen, keys),
        *_events(session, dossier_id, seen, lambda event: event.data.get("question") in questions),
    ]
    if changed:
        raise ChangedMeanwhileError.of(dossier_id, changed)


def refuse_if_changed(session: Transaction, dossier_id: str, seen: int | None) -> None:
    """Raise ``ChangedMeanwhileError`` where anything that a person goes by was changed after ``seen``."""
    if seen is None or version_of(session, dossier_id) == seen:
        return
    changed = [*_values(session, dossier_id, seen, None), *_events(session, dossier_id, seen, _is_somebodys)]
    if changed:
        raise ChangedMeanwhileError.of(dossier_id, changed)


def refuse_if_somebody_changed(session: Transaction, dossier_id: str, seen: int | None) -> None:
    """The same where what the program read anew meanwhile stands in nobody's way: of who changes pages, or
    takes back what a person did last.
    """
    try:
        refuse_if_changed(session, dossier_id, seen)
    except ChangedMeanwhileError as error:
        if somebodys := [one for one in error.changes if one.who]:
            raise ChangedMeanwhileError.of(dossier_id, somebodys) from error


def _values(
    session: Transaction, dossier_id: str, seen: int, keys: Collection[str] | None
) -> Iterator[Meanwhile]:
    for key, value in values_after(session, dossier_id, seen, keys).items():
        if value.corrected_at is not None:
            yield Meanwhile(key, value.corrected_by, value.corrected_at)
        else:
            yield Meanwhile(_("{key}, read anew").format(key=key))


def _events(
    session: Transaction, dossier_id: str, seen: int, wanted: Callable[[Event], bool]
) -> Iterator[Meanwhile]:
    for event in events_after(session, dossier_id, seen):
        if wanted(event):
            yield Meanwhile(_what(event), event.who, event.at)


def _is_somebodys(event: Event) -> bool:
    if event.what == What.STATE:
        return bool(event.data.get(REVIEWED_BY_PERSON))
    return event.what not in _VALUES | _NOBODYS  # values tell of themselves


def _what(event: Event) -> str:
    match event.what:
        case What.ANSWERED:
            return str(event.data["question"])
        case What.PAPER_ADDED | What.PAPER_REFUSED | What.PAPER_REPLACED | What.PAGES_OUT | What.PAGES_IN:
            return _("papers")
        case What.PAGES_TOLD | What.PAGES_ORDERED:
            return _("pages")
        case What.LOOKED_AGAIN:
            return _("a second look")
        case What.UNDONE:
            return _("a change taken back")
        case What.STATE:
            return _("reviewed")
        case What.SLIP_ISSUED:
            return _("a slip")
        case What.REQUESTER:
            return _("who asks")
        case What.PROCEDURE_TOLD:
            return _("the procedure")
    return _("a note")
